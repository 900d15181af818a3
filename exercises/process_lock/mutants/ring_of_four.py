"""The queue has four slots: with more threads two tickets share one.

Killed by: remote-references-stay-flat
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
SLOTS = 4
READERS = 31
WRITER = 32
QUEUED = 64

STATE = 0
TAIL = 1
TURNS = 2


class ProcessLock:
    """The private view of one thread.

    STATE holds the number of readers inside, WRITER while one is inside, and QUEUED while the queue
    has a head: then newcomers queue too. TAIL is the next ticket. Ticket t may go on when the slot
    t % SLOTS shows t; at most 16 tickets are out at a time, so each has a slot of its own. The 256
    values of the smallest word are a multiple of SLOTS, so tickets may wrap.
    """

    def __init__(self, thread: int, threads: int, word_bits: int) -> None:
        """Be thread number ``thread`` of ``threads``."""
        if not 1 <= threads <= MOST_THREADS or not 0 <= thread < threads:
            raise ValueError(f"thread {thread} of {threads}: there are 1 to {MOST_THREADS}")
        if not 8 <= word_bits <= 64:  # noqa: PLR2004  (the numbers are the rule)
            raise ValueError(f"words of {word_bits} bits: a word has 8 to 64")
        self._mask = (1 << word_bits) - 1
        self._mode = ""
        self._ticket: int | None = None

    def memory(self) -> list[int]:
        """Return the words at the start: it is the turn of ticket 0, slot by slot one lap behind."""
        return [0, 0, 0, *((slot - SLOTS) & self._mask for slot in range(1, SLOTS))]

    def acquire(self) -> Generator[Operation, int, None]:
        """Enter exclusive mode."""
        self._refuse_if_held()
        if (yield CompareAndSwap(STATE, 0, WRITER)) != 0:
            self._ticket = yield from self._wait_for_turn()
            yield from self._enter_as_head()
        self._mode = "exclusive"

    def try_acquire(self) -> Generator[Operation, int, bool]:
        """Enter exclusive mode if nobody is inside or queues."""
        self._refuse_if_held()
        if (yield CompareAndSwap(STATE, 0, WRITER)) != 0:
            return False
        self._mode = "exclusive"
        return True

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode; whoever came through the queue passes the turn on."""
        self._leave("exclusive")
        ticket, self._ticket = self._ticket, None
        if ticket is None:
            if (yield FetchAdd(STATE, -WRITER)) & QUEUED:
                yield FutexWake(STATE, 1)
            return
        is_last = (yield Load(TAIL)) == self._next(ticket)
        yield FetchAdd(STATE, -WRITER - QUEUED if is_last else -WRITER)
        yield from self._pass_turn(ticket)

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode: at once if there is neither a writer nor a queue."""
        self._refuse_if_held()
        state = yield Load(STATE)
        while not state & (WRITER | QUEUED):
            seen = yield CompareAndSwap(STATE, state, state + 1)
            if seen == state:
                break
            state = seen
        else:
            ticket = yield from self._wait_for_turn()
            yield from self._join_as_head(ticket)
            yield from self._pass_turn(ticket)
        self._mode = "shared"

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode; the last reader wakes the head of the queue."""
        self._leave("shared")
        if (yield FetchAdd(STATE, -1)) == QUEUED + 1:
            yield FutexWake(STATE, 1)

    def _wait_for_turn(self) -> Generator[Operation, int, int]:
        """Take a ticket and sleep until it is the head of the queue."""
        ticket = yield FetchAdd(TAIL, 1)
        slot = TURNS + ticket % SLOTS
        while (turn := (yield Load(slot))) != ticket:
            yield FutexWait(slot, turn)
        return ticket

    def _pass_turn(self, ticket: int) -> Generator[Operation, int, None]:
        """Make the next ticket the head.

        Whoever takes it later sees the slot; whoever has it already may sleep and is woken.
        """
        following = self._next(ticket)
        slot = TURNS + following % SLOTS
        yield Store(slot, following)
        if (yield Load(TAIL)) != following:
            yield FutexWake(slot, 1)

    def _enter_as_head(self) -> Generator[Operation, int, None]:
        state = yield Load(STATE)
        while True:
            if state & ~QUEUED:
                state = yield from self._sleep_as_head(state)
                continue
            seen = yield CompareAndSwap(STATE, state, WRITER | QUEUED)
            if seen == state:
                return
            state = seen

    def _join_as_head(self, ticket: int) -> Generator[Operation, int, None]:
        state = yield Load(STATE)
        while True:
            if state & WRITER:
                state = yield from self._sleep_as_head(state)
                continue
            is_last = (yield Load(TAIL)) == self._next(ticket)
            wanted = (state & READERS) + 1 + (0 if is_last else QUEUED)
            seen = yield CompareAndSwap(STATE, state, wanted)
            if seen == state:
                return
            state = seen

    def _sleep_as_head(self, state: int) -> Generator[Operation, int, int]:
        """Announce the queue, sleep until somebody leaves; return the state after that."""
        if not state & QUEUED:
            seen = yield CompareAndSwap(STATE, state, state | QUEUED)
            if seen != state:
                return seen
            state |= QUEUED
        yield FutexWait(STATE, state)
        after: int = yield Load(STATE)
        return after

    def _next(self, ticket: int) -> int:
        return (ticket + 1) & self._mask

    def _refuse_if_held(self) -> None:
        if self._mode:
            raise AlreadyHeldError(f"this thread is in {self._mode} mode")

    def _leave(self, mode: str) -> None:
        if self._mode != mode:
            raise NotHeldError(f"this thread is not in {mode} mode")
        self._mode = ""
