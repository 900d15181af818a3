"""All tickets sleep on one word, and whoever leaves wakes the oldest sleeper, who need not be next.

Killed by: nobody-sleeps-for-ever
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
BELLS = 1

NEXT = 0
ENTERED = 1
DONE = 2
FIRST_BELL = 3


class ProcessLock:
    """The private view of one thread.

    ENTERED is the first ticket that may not enter as a reader yet, DONE the number of tickets that
    are done. All counters wrap together. A bell is a counter too: it changes when it rings, so that
    whoever looked before does not fall asleep.
    """

    def __init__(self, thread: int, threads: int, word_bits: int) -> None:
        """Be thread number ``thread`` of ``threads``."""
        if not 1 <= threads <= MOST_THREADS or not 0 <= thread < threads:
            raise ValueError(f"thread {thread} of {threads}: there are 1 to {MOST_THREADS}")
        if not 8 <= word_bits <= 64:  # noqa: PLR2004  (the numbers are the rule)
            raise ValueError(f"words of {word_bits} bits: a word has 8 to 64")
        self._mask = (1 << word_bits) - 1
        self._mode = ""

    def memory(self) -> list[int]:
        """Return the words at the start."""
        return [0] * (FIRST_BELL + BELLS)

    def acquire(self) -> Generator[Operation, int, None]:
        """Enter exclusive mode, after everybody who asked before."""
        self._refuse_if_held()
        ticket = yield FetchAdd(NEXT, 1)
        yield from self._wait_until(DONE, ticket)
        self._mode = "exclusive"

    def try_acquire(self) -> Generator[Operation, int, bool]:
        """Take a ticket only if it is due at once."""
        self._refuse_if_held()
        done = yield Load(DONE)
        if (yield CompareAndSwap(NEXT, done, (done + 1) & self._mask)) != done:
            return False
        self._mode = "exclusive"
        return True

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode: the next ticket may enter, whatever it is."""
        self._leave("exclusive")
        yield FetchAdd(ENTERED, 1)
        done = yield FetchAdd(DONE, 1)
        yield from self._ring((done + 1) & self._mask)

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode, after everybody who asked before; let the next reader follow."""
        self._refuse_if_held()
        ticket = yield FetchAdd(NEXT, 1)
        yield from self._wait_until(ENTERED, ticket)
        yield FetchAdd(ENTERED, 1)
        yield from self._ring((ticket + 1) & self._mask)
        self._mode = "shared"

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode: a writer may be next."""
        self._leave("shared")
        done = yield FetchAdd(DONE, 1)
        yield from self._ring((done + 1) & self._mask)

    def _wait_until(self, counter: int, ticket: int) -> Generator[Operation, int, None]:
        bell = FIRST_BELL + ticket % BELLS
        if (yield Load(counter)) == ticket:
            return
        while True:
            rung = yield Load(bell)
            if (yield Load(counter)) == ticket:
                return
            yield FutexWait(bell, rung)

    def _ring(self, ticket: int) -> Generator[Operation, int, None]:
        """Wake the holder of a ticket, if anybody has it."""
        if (yield Load(NEXT)) != ticket:
            bell = FIRST_BELL + ticket % BELLS
            yield FetchAdd(bell, 1)
            yield FutexWake(bell, 1)

    def _refuse_if_held(self) -> None:
        if self._mode:
            raise AlreadyHeldError(f"this thread is in {self._mode} mode")

    def _leave(self, mode: str) -> None:
        if self._mode != mode:
            raise NotHeldError(f"this thread is not in {mode} mode")
        self._mode = ""
