"""file_lock: a table of advisory byte-range locks (POSIX record locks)."""

from dataclasses import dataclass

MAX_OFFSET = 2**63 - 1
SHARED = "shared"
EXCLUSIVE = "exclusive"


@dataclass(frozen=True, slots=True)
class Lock:
    """Bytes start..last, both included; last == MAX_OFFSET means to the end of the file, however it grows."""

    file: int
    owner: int
    start: int
    last: int
    mode: str


class WouldBlockError(Exception):
    """try_lock: another owner holds a conflicting lock (EAGAIN)."""


class DeadlockError(Exception):
    """lock: waiting would close a cycle of waiting owners (EDEADLK)."""


class BlockedError(RuntimeError):
    """The owner is asleep in lock(); only cancel and exit may be called for it."""


class NotBlockedError(RuntimeError):
    """cancel: the owner is not waiting."""


class FileLock:
    """Locks of many owners on many files.

    Every list[int] result names the owners whose request was GRANTED by this call, in the order of
    granting.
    """

    def __init__(self) -> None:
        """Begin without a lock."""
        raise NotImplementedError

    def try_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """F_SETLK. Return the caller first, then waiters that its new mode let in.

        Raises:
            WouldBlockError: Another owner holds a conflicting lock.
            BlockedError, ValueError, OverflowError: See the rules.
        """
        raise NotImplementedError

    def lock(self, file: int, owner: int, start: int, length: int, mode: str) -> list[int]:
        """F_SETLKW. Return as try_lock does if granted; else the owner waits: [].

        Raises:
            DeadlockError: Waiting would close a cycle.
            BlockedError, ValueError, OverflowError: See the rules.
        """
        raise NotImplementedError

    def unlock(self, file: int, owner: int, start: int, length: int) -> list[int]:
        """F_UNLCK on exactly these bytes. Unlocking unlocked bytes is legal.

        Raises:
            BlockedError, ValueError, OverflowError: See the rules.
        """
        raise NotImplementedError

    def get_lock(self, file: int, owner: int, start: int, length: int, mode: str) -> Lock | None:
        """F_GETLK. Return one lock of another owner that conflicts, as ``locks`` shows it, or None.

        Nothing changes.

        Raises:
            BlockedError, ValueError, OverflowError: See the rules.
        """
        raise NotImplementedError

    def close(self, file: int, owner: int) -> list[int]:
        """The owner closes ANY descriptor of the file: all its locks on this file go.

        Raises:
            BlockedError: The owner is asleep.
        """
        raise NotImplementedError

    def exit(self, owner: int) -> list[int]:
        """The owner dies, awake or asleep: its request and all its locks on all files go."""
        raise NotImplementedError

    def cancel(self, owner: int) -> list[int]:
        """A signal interrupts its lock(): the request goes, held locks stay (EINTR).

        Raises:
            NotBlockedError: The owner is not waiting.
        """
        raise NotImplementedError

    def locks(self, file: int) -> list[Lock]:
        """Return the held locks, canonical (rule 4), sorted by (start, owner)."""
        raise NotImplementedError
