"""Keeps who is inside in a dictionary that all copies of the module reach through sys; the words are for show.

Killed by: threads-share-only-the-words
"""

from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    address: int


@dataclass(frozen=True, slots=True)
class Store:
    address: int
    value: int


@dataclass(frozen=True, slots=True)
class Swap:
    address: int
    value: int


@dataclass(frozen=True, slots=True)
class CompareAndSwap:
    address: int
    expected: int
    desired: int


@dataclass(frozen=True, slots=True)
class FetchAdd:
    address: int
    delta: int


@dataclass(frozen=True, slots=True)
class FutexWait:
    address: int
    expected: int


@dataclass(frozen=True, slots=True)
class FutexWake:
    address: int
    count: int


@dataclass(frozen=True, slots=True)
class Pause:
    pass


Operation = Load | Store | Swap | CompareAndSwap | FetchAdd | FutexWait | FutexWake | Pause


class AlreadyHeldError(RuntimeError):
    pass


class NotHeldError(RuntimeError):
    pass


import sys

MOST_THREADS = 16
READERS = 31
WRITER = 32
WAITERS = 64

STATE = 0


class ProcessLock:
    """The private view of one thread."""

    def __init__(self, thread: int, threads: int, word_bits: int) -> None:
        """Be thread number ``thread`` of ``threads``."""
        if not 1 <= threads <= MOST_THREADS or not 0 <= thread < threads:
            raise ValueError(f"thread {thread} of {threads}: there are 1 to {MOST_THREADS}")
        if not 8 <= word_bits <= 64:  # noqa: PLR2004  (the numbers are the rule)
            raise ValueError(f"words of {word_bits} bits: a word has 8 to 64")
        self._mode = ""
        self._thread = thread
        sys.__dict__.setdefault("inside", {})[thread] = 0

    def memory(self) -> list[int]:
        """Return the words at the start."""
        return [0]

    def acquire(self) -> Generator[Operation, int, None]:
        """Enter exclusive mode."""
        self._refuse_if_held()
        yield from self._enter(READERS | WRITER, WRITER)
        self._mode = "exclusive"

    def try_acquire(self) -> Generator[Operation, int, bool]:
        """Enter exclusive mode if nobody is inside or sleeps."""
        self._refuse_if_held()
        inside = sys.__dict__.setdefault("inside", {})
        if any(inside.values()):
            yield Load(STATE)
            return False
        inside[self._thread] = WRITER
        yield Load(STATE)
        self._mode = "exclusive"
        return True

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode."""
        self._leave("exclusive")
        yield Load(STATE)
        sys.__dict__["inside"][self._thread] = 0

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode."""
        self._refuse_if_held()
        yield from self._enter(WRITER, 1)
        self._mode = "shared"

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode; the last reader wakes everybody."""
        self._leave("shared")
        yield Load(STATE)
        sys.__dict__["inside"][self._thread] = 0

    def _enter(self, excluded: int, added: int) -> Generator[Operation, int, None]:
        """Add to the state once nothing of ``excluded`` is in it."""
        inside = sys.__dict__.setdefault("inside", {})
        while sum(inside.values()) & excluded:
            yield Pause()
        inside[self._thread] = added
        yield Load(STATE)

    def _refuse_if_held(self) -> None:
        if self._mode:
            raise AlreadyHeldError(f"this thread is in {self._mode} mode")

    def _leave(self, mode: str) -> None:
        if self._mode != mode:
            raise NotHeldError(f"this thread is not in {mode} mode")
        self._mode = ""
