"""Calls to a table of locks, as data: what is asked, and what it means to the model."""

from dataclasses import dataclass
from typing import Any

from exercises.file_lock.stub.solution import EXCLUSIVE, MAX_OFFSET, SHARED
from exercises.file_lock.tests.model import Request
from exercises.file_lock.tests.spans import Span

SETTING = ("try_lock", "lock")
RANGED = (*SETTING, "unlock", "get_lock")


@dataclass(frozen=True, slots=True)
class Call:
    """A call; ``span`` stands for start and length where the method has them and they are good."""

    method: str
    args: tuple[Any, ...]
    span: Span | None = None

    def __str__(self) -> str:
        given = ("MAX_OFFSET" if arg == MAX_OFFSET else repr(arg) for arg in self.args)
        return f"{self.method}({', '.join(given)})"

    @property
    def owner(self) -> int:
        """Who calls."""
        return int(self.args[0] if self.method in ("exit", "cancel") else self.args[1])

    @property
    def file(self) -> int | None:
        """The file that it is about; None if about all."""
        return None if self.method in ("exit", "cancel") else int(self.args[0])

    def request(self) -> Request | None:
        """Return the bytes and the mode that are asked for; None if there are none."""
        if self.span is None or self.method == "unlock":
            return None
        return Request(self.args[0], self.args[1], self.span.cells, self.args[4])

    def send(self, table: Any) -> Any:
        """Make the call and return its answer."""
        return getattr(table, self.method)(*self.args)


def ranged(method: str, file: int, owner: int, span: Span, mode: str) -> Call:
    """Return a call about a good range; ``mode`` is not used by unlock."""
    args = (file, owner, span.start, span.length)
    return Call(method, args if method == "unlock" else (*args, mode), span)


def argument_faults(call: Call) -> tuple[type[Exception], ...]:
    """Return the exceptions that rule 1 names for the arguments; with two faults either is right."""
    if call.method not in RANGED:
        return ()
    start, length = call.args[2:4]
    found: list[type[Exception]] = []
    if start < 0 or (length < 0 and start + length < 0):
        found.append(ValueError)
    if call.method != "unlock" and call.args[4] not in (SHARED, EXCLUSIVE):
        found.append(ValueError)
    if start > MAX_OFFSET or (length > 0 and start + length - 1 > MAX_OFFSET):
        found.append(OverflowError)
    return tuple(found)
