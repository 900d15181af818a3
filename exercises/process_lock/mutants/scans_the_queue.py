"""Looks through half of the queue on every call: right, but an undisturbed pair costs twenty operations.

Killed by: uncontended-pairs-are-cheap
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
PLACES = 16
FREE, LOCKED, CONTENDED = 0, 1, 2
READER, WRITER_WAITS = 0, 1
EXCLUSIVE = 32

GUARD = 0
INSIDE = 1
HEAD = 2
TAIL = 3
QUEUE = 4
GRANTS = QUEUE + PLACES


class ProcessLock:
    """The private view of one thread.

    INSIDE is the number of readers, or EXCLUSIVE. QUEUE holds 2 * thread + kind from HEAD to TAIL.
    GRANTS has a word for each thread, 1 when the lock is its own.
    """

    def __init__(self, thread: int, threads: int, word_bits: int) -> None:
        """Be thread number ``thread`` of ``threads``."""
        if not 1 <= threads <= MOST_THREADS or not 0 <= thread < threads:
            raise ValueError(f"thread {thread} of {threads}: there are 1 to {MOST_THREADS}")
        if not 8 <= word_bits <= 64:  # noqa: PLR2004  (the numbers are the rule)
            raise ValueError(f"words of {word_bits} bits: a word has 8 to 64")
        self._mask = (1 << word_bits) - 1
        self._thread = thread
        self._threads = threads
        self._mode = ""

    def memory(self) -> list[int]:
        """Return the words at the start."""
        return [0] * (GRANTS + self._threads)

    def acquire(self) -> Generator[Operation, int, None]:
        """Enter exclusive mode."""
        self._refuse_if_held()
        yield from self._lock_guard()
        yield from self._enter(EXCLUSIVE, WRITER_WAITS)
        self._mode = "exclusive"

    def try_acquire(self) -> Generator[Operation, int, bool]:
        """Enter exclusive mode if the guard and the lock are free."""
        self._refuse_if_held()
        if (yield CompareAndSwap(GUARD, FREE, LOCKED)) != FREE:
            return False
        is_free = (yield Load(INSIDE)) == 0
        if is_free:
            yield Store(INSIDE, EXCLUSIVE)
            self._mode = "exclusive"
        yield from self._unlock_guard()
        return is_free

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode and hand over."""
        self._leave("exclusive")
        yield from self._lock_guard()
        yield from self._hand_over(0)

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode, unless somebody waits already."""
        self._refuse_if_held()
        yield from self._lock_guard()
        yield from self._enter(1, READER)
        self._mode = "shared"

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode; the last reader hands over."""
        self._leave("shared")
        yield from self._lock_guard()
        inside = yield Load(INSIDE)
        if inside > 1:
            yield Store(INSIDE, inside - 1)
            yield from self._unlock_guard()
        else:
            yield from self._hand_over(0)

    def _enter(self, added: int, kind: int) -> Generator[Operation, int, None]:
        """Enter at once, or queue and sleep until the lock is handed over; the guard is ours."""
        inside = yield Load(INSIDE)
        head = yield Load(HEAD)
        tail = yield Load(TAIL)
        for place in range(PLACES // 2):
            yield Load(QUEUE + place)
        fits = inside == 0 or (kind == READER and inside < EXCLUSIVE)
        if head == tail and fits:
            yield Store(INSIDE, inside + added)
            yield from self._unlock_guard()
            return
        yield Store(QUEUE + tail % PLACES, 2 * self._thread + kind)
        yield Store(TAIL, (tail + 1) & self._mask)
        yield from self._unlock_guard()
        grant = GRANTS + self._thread
        while (yield Load(grant)) == 0:
            yield FutexWait(grant, 0)
        yield Store(grant, 0)

    def _hand_over(self, inside: int) -> Generator[Operation, int, None]:
        """Let in the head of the queue, and all readers behind a reader; the guard is ours."""
        head = yield Load(HEAD)
        tail = yield Load(TAIL)
        chosen = []
        while head != tail and inside < EXCLUSIVE:
            entry = yield Load(QUEUE + head % PLACES)
            if entry % 2 == WRITER_WAITS and inside:
                break
            inside += EXCLUSIVE if entry % 2 == WRITER_WAITS else 1
            head = (head + 1) & self._mask
            chosen.append(entry // 2)
        yield Store(INSIDE, inside)
        if chosen:
            yield Store(HEAD, head)
        for thread in chosen:
            yield Store(GRANTS + thread, 1)
        yield from self._unlock_guard()
        for thread in chosen:
            yield FutexWake(GRANTS + thread, 1)

    def _lock_guard(self) -> Generator[Operation, int, None]:
        if (yield CompareAndSwap(GUARD, FREE, LOCKED)) != FREE:
            while (yield Swap(GUARD, CONTENDED)) != FREE:
                yield FutexWait(GUARD, CONTENDED)

    def _unlock_guard(self) -> Generator[Operation, int, None]:
        if (yield Swap(GUARD, FREE)) == CONTENDED:
            yield FutexWake(GUARD, 1)

    def _refuse_if_held(self) -> None:
        if self._mode:
            raise AlreadyHeldError(f"this thread is in {self._mode} mode")

    def _leave(self, mode: str) -> None:
        if self._mode != mode:
            raise NotHeldError(f"this thread is not in {mode} mode")
        self._mode = ""
