"""Locks in a guest, in an ordinary process with no isolation, for tests of what judges them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.sandbox.process import ProcessEngine
from harness.exercise.folder import PROJECT, open_exercise
from harness.remote.guest import Budgets, Guest, WaitingTime
from harness.remote.host import Host
from harness.remote.proxy import Submission
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink

EXERCISE = open_exercise(PROJECT / "exercises" / "network_lock")
REFERENCE = EXERCISE.reference_path / "solution.py"


def mutant(name: str) -> Path:
    """Return a mutant's file."""
    return EXERCISE.path / "mutants" / f"{name}.py"


@contextmanager
def running(path: Path) -> Iterator[Submission]:
    """Give a submission's proxy."""
    source = path.read_text(encoding="utf-8")
    with Host(lambda: SupervisorLink(ProcessEngine(), Limits())) as host:
        guest = Guest(host, source, EXERCISE.interface(), Budgets(), WaitingTime(120))
        yield Submission(guest)
        guest.close()
