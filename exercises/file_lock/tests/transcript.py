"""What a Linux kernel answered: read from ``workloads/kernel.txt``, which a recorder writes.

A line is a call, its answer, and every lock of both files after it, if they have changed::

    try_lock 0 1 0 4 shared = ok | 0 1 0 3 s; 1 2 5 9 x
    try_lock 0 2 3 1 exclusive = WouldBlockError

The answer is ``ok``, the name of an exception, or for get_lock ``none`` or the lock that the kernel
named: the first in its list. Any other that conflicts is as right. Scripts are parted by an empty line.
To record them again, on Linux: ``python -m tests.exercises.file_lock.record``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED, Lock
from exercises.file_lock.tests.calls import Call
from exercises.file_lock.tests.rules import NAMED_ERRORS
from exercises.file_lock.tests.words import lock_text, locks_text

TRANSCRIPT = Path(__file__).parent.parent / "workloads" / "kernel.txt"
DONE = "ok"
NONE = "none"
MODE_OF = {"s": SHARED, "x": EXCLUSIVE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One call to the kernel: what it answered, and the locks of all files after it."""

    call: Call
    answer: str | Lock
    locks: tuple[Lock, ...]

    def to_line(self, before: tuple[Lock, ...]) -> str:
        """Return a line that ``from_line`` reads."""
        words = " ".join(map(str, (self.call.method, *self.call.args)))
        answer = self.answer if isinstance(self.answer, str) else _lock_to_text(self.answer)
        locks = "" if self.locks == before else f" | {'; '.join(map(_lock_to_text, self.locks))}"
        return f"{words} = {answer}{locks}".rstrip()

    @classmethod
    def from_line(cls, line: str, before: tuple[Lock, ...]) -> "Entry":
        """Rebuild an entry."""
        call, _, rest = line.partition(" = ")
        answer, changed, locks = rest.partition(" |")
        method, *args = call.split()
        values = [int(arg) if arg.lstrip("-").isdigit() else arg for arg in args]
        found = tuple(_lock_from_text(text) for text in locks.split(";") if text.strip())
        return cls(
            Call(method, tuple(values)),
            _lock_from_text(answer) if " " in answer else answer,
            found if changed else before,
        )


def to_lines(script: list[Entry]) -> list[str]:
    """Return a script as lines."""
    states = [(), *(entry.locks for entry in script)]
    return [entry.to_line(before) for entry, before in zip(script, states, strict=False)]


def read_scripts(lines: Iterable[str]) -> Iterator[list[Entry]]:
    """Yield the scripts of a transcript."""
    script: list[Entry] = []
    for line in lines:
        if line.strip() and not line.startswith("#"):
            before = script[-1].locks if script else ()
            script.append(Entry.from_line(line.strip(), before))
        elif script:
            yield script
            script = []
    if script:
        yield script


def read_transcript() -> list[list[Entry]]:
    """Return the scripts that were recorded."""
    return list(read_scripts(TRANSCRIPT.read_text(encoding="utf-8").splitlines()))


def compare(table: Any, script: list[Entry]) -> None:
    """Make the calls of a script and expect what the kernel answered."""
    before: tuple[Lock, ...] = ()
    for entry in script:
        answer = answer_of(table, entry.call)
        if not _is_equal(entry, answer, before):
            shown = lock_text(answer) if isinstance(answer, Lock) else answer
            kernel = lock_text(entry.answer) if isinstance(entry.answer, Lock) else entry.answer
            raise AssertionError(
                f"{entry.call}: {shown}. The kernel answered: {kernel}. Held: {locks_text(before)}"
            )
        for file in sorted({lock.file for lock in (*before, *entry.locks)}):
            shown_locks = table.locks(file)
            right = [lock for lock in entry.locks if lock.file == file]
            assert shown_locks == right, (
                f"after {entry.call}, locks({file}) shows: {locks_text(shown_locks)}. The kernel has:"
                f" {locks_text(right)}"
            )
        before = entry.locks


def answer_of(table: Any, call: Call) -> str | Lock:
    """Make a call and return its answer as a transcript has it."""
    try:
        answer = call.send(table)
    except NAMED_ERRORS as raised:
        return next(kind.__name__ for kind in NAMED_ERRORS if isinstance(raised, kind))
    if call.method == "get_lock":
        return answer if isinstance(answer, Lock) else NONE
    expected = [call.owner] if call.method == "try_lock" else []
    return DONE if answer == expected else f"{answer} instead of {expected}"


def _is_equal(entry: Entry, answer: str | Lock, held: tuple[Lock, ...]) -> bool:
    """Compare answers; of several locks that conflict each may be named."""
    if not isinstance(entry.answer, Lock) or not isinstance(answer, Lock):
        return answer == entry.answer
    mode = entry.call.args[4]
    return (
        answer in held
        and answer.file == entry.answer.file
        and answer.owner != entry.call.owner
        and EXCLUSIVE in (answer.mode, mode)
    )


def _lock_to_text(lock: Lock) -> str:
    return f"{lock.file} {lock.owner} {lock.start} {lock.last} {lock.mode[0].replace('e', 'x')}"


def _lock_from_text(text: str) -> Lock:
    file, owner, start, last, mode = text.split()
    return Lock(int(file), int(owner), int(start), int(last), MODE_OF[mode])
