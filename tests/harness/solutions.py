"""A guest for tests: solutions given as text, in an ordinary process with no isolation."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from grader.sandbox.process import ProcessEngine
from harness.exercise.interface import Interface, read_interface
from harness.remote.guest import Budgets, Guest, WaitingTime
from harness.remote.host import Host
from harness.remote.proxy import Submission
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink

STUB = """
from collections.abc import Generator
from dataclasses import dataclass

@dataclass(frozen=True)
class Pair:
    left: int
    right: int

class Full(Exception):
    pass

class Box:
    def __init__(self, start: int = 0) -> None: ...
    def put(self, value: int) -> int: ...
    def echo(self, value: object) -> object: ...
    def pair(self, left: int, right: int) -> Pair: ...
    def count(self, limit: int) -> Generator[int, int, str]: ...
"""

SOLUTION = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Pair:
    left: int
    right: int

class Full(Exception):
    pass

class Box:
    def __init__(self, start=0):
        self.total = start

    def put(self, value):
        if self.total + value > 100:
            raise Full("over 100")
        self.total += value
        return self.total

    def echo(self, value):
        return value

    def pair(self, left, right):
        return Pair(left, right)

    def count(self, limit):
        total = 0
        for number in range(limit):
            total += yield number
        return f"sum {total}"
"""


def stub_interface() -> Interface:
    """Return the interface of ``STUB``."""
    stub = ModuleType("tests_box_stub")
    sys.modules[stub.__name__] = stub
    exec(STUB, stub.__dict__)
    return read_interface(stub, "Box")


INTERFACE = stub_interface()
FAST = Budgets(2, 0.3, 1, 5, 20)


@contextmanager
def running(source: str = SOLUTION, budgets: Budgets = FAST) -> Iterator[Submission]:
    """Give a solution's proxy; its guest is ``submission._guest``."""
    with Host(lambda: SupervisorLink(ProcessEngine(), Limits())) as host:
        guest = Guest(host, source, INTERFACE, budgets, WaitingTime(budgets.submission_seconds))
        yield Submission(guest)
        guest.close()
