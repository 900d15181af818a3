"""try_acquire compares with 0, but the waiters flag stays set when nobody waits any more.

Killed by: trying-never-waits
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
        if (yield CompareAndSwap(STATE, 0, WRITER)) != 0:
            return False
        self._mode = "exclusive"
        return True

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode."""
        self._leave("exclusive")
        if (yield FetchAdd(STATE, -WRITER)) & WAITERS:
            yield FutexWake(STATE, MOST_THREADS)

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode."""
        self._refuse_if_held()
        yield from self._enter(WRITER, 1)
        self._mode = "shared"

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode; the last reader wakes everybody."""
        self._leave("shared")
        if (yield FetchAdd(STATE, -1)) == WAITERS + 1:
            yield FutexWake(STATE, MOST_THREADS)

    def _enter(self, excluded: int, added: int) -> Generator[Operation, int, None]:
        """Add to the state once nothing of ``excluded`` is in it."""
        state = yield Load(STATE)
        while True:
            if not state & excluded:
                seen = yield CompareAndSwap(STATE, state, state + added | WAITERS)
                if seen == state:
                    return
                state = seen
            elif not state & WAITERS:
                seen = yield CompareAndSwap(STATE, state, state | WAITERS)
                state = state | WAITERS if seen == state else seen
            else:
                yield FutexWait(STATE, state)
                state = yield Load(STATE)

    def _refuse_if_held(self) -> None:
        if self._mode:
            raise AlreadyHeldError(f"this thread is in {self._mode} mode")

    def _leave(self, mode: str) -> None:
        if self._mode != mode:
            raise NotHeldError(f"this thread is not in {mode} mode")
        self._mode = ""
