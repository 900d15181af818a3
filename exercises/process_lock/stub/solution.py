"""process_lock: an exclusive/shared lock made of atomic operations on shared memory.

Fill in the bodies of ProcessLock. Its generator methods yield operations; the judge performs each one
on the shared words and sends the result back. Nothing else is shared by the threads.
"""

from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Load:
    """Read a word. Result: its value."""

    address: int


@dataclass(frozen=True, slots=True)
class Store:
    """Write a word. Result: 0."""

    address: int
    value: int


@dataclass(frozen=True, slots=True)
class Swap:
    """Write a word. Result: the value before."""

    address: int
    value: int


@dataclass(frozen=True, slots=True)
class CompareAndSwap:
    """Write ``desired`` if the word is ``expected``. Result: the value before.

    It succeeded if and only if the result equals ``expected``.
    """

    address: int
    expected: int
    desired: int


@dataclass(frozen=True, slots=True)
class FetchAdd:
    """Add to a word, modulo 2**word_bits; ``delta`` may be negative. Result: the value before."""

    address: int
    delta: int


@dataclass(frozen=True, slots=True)
class FutexWait:
    """Sleep if the word is ``expected``, atomically with the comparison.

    Result: 0 at once if the word is something else; 1 when woken, perhaps by nobody (spuriously).
    """

    address: int
    expected: int


@dataclass(frozen=True, slots=True)
class FutexWake:
    """Wake at most ``count`` threads that sleep on this word, oldest first. Result: how many."""

    address: int
    count: int


@dataclass(frozen=True, slots=True)
class Pause:
    """Offer the processor to others while spinning. Result: 0."""


Operation = Load | Store | Swap | CompareAndSwap | FetchAdd | FutexWait | FutexWake | Pause


class AlreadyHeldError(RuntimeError):
    """This thread already holds the lock, in either mode."""


class NotHeldError(RuntimeError):
    """This thread does not hold the lock in the mode it releases."""


class ProcessLock:
    """The private view of ONE thread; all threads meet only in the shared memory."""

    def __init__(self, thread: int, threads: int, word_bits: int) -> None:
        """Be thread number ``thread`` of ``threads``.

        Raises:
            ValueError: Not 1 <= threads <= 16, not 0 <= thread < threads, or not
                8 <= word_bits <= 64.
        """
        raise NotImplementedError

    def memory(self) -> list[int]:
        """Return the initial shared words, the same list for every thread.

        There are 1 to 64 + 4 * threads of them, each 0 to 2**word_bits - 1.
        """
        raise NotImplementedError

    def acquire(self) -> Generator[Operation, int, None]:
        """Enter exclusive mode; return once this thread is alone inside.

        Raises:
            AlreadyHeldError: This thread holds the lock.
        """
        raise NotImplementedError

    def try_acquire(self) -> Generator[Operation, int, bool]:
        """Enter exclusive mode if that is possible without waiting; never sleep.

        Raises:
            AlreadyHeldError: This thread holds the lock.
        """
        raise NotImplementedError

    def release(self) -> Generator[Operation, int, None]:
        """Leave exclusive mode.

        Raises:
            NotHeldError: This thread is not in exclusive mode.
        """
        raise NotImplementedError

    def acquire_shared(self) -> Generator[Operation, int, None]:
        """Enter shared mode, together with other readers.

        Raises:
            AlreadyHeldError: This thread holds the lock.
        """
        raise NotImplementedError

    def release_shared(self) -> Generator[Operation, int, None]:
        """Leave shared mode.

        Raises:
            NotHeldError: This thread is not in shared mode.
        """
        raise NotImplementedError
