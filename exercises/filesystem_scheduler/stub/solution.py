"""A disk scheduler: decides which queued requests the device transfers next, in which command.

Fill in the bodies. Time is an integer ``now`` in ticks that the caller passes in; nothing here reads
a clock. Blocks are numbered from 0. A tag is an integer that the caller chooses to name a request.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One transfer for the device: blocks [block, block + count), and the requests it serves.

    Attributes:
        op: "read" or "write".
        block: The first block.
        count: How many blocks.
        tags: The served requests, in any order.
    """

    op: str
    block: int
    count: int
    tags: tuple[int, ...]


class UnknownTag(Exception):  # noqa: N818  (the name is the interface)
    """The tag names no unfinished request."""


class TagStateError(Exception):
    """The tag is in use, or the tags are not exactly one command in flight."""


class FilesystemScheduler:
    """Queues requests for one disk and hands them out as commands.

    Every method but ``pending`` takes ``now`` first and raises ValueError if it is smaller than in an
    earlier call that was accepted, or negative. A call that raises changes nothing. Checks come in
    this order: ``now``, values (op, count, block, head), the state of tags.
    """

    def __init__(
        self, blocks: int, max_blocks: int, read_expire: int, write_expire: int, batch: int
    ) -> None:
        """Start with an empty queue.

        Args:
            blocks: Size of the disk.
            max_blocks: The most blocks that a command may have.
            read_expire: A read is overdue so many ticks after it was submitted.
            write_expire: A write is overdue so many ticks after it was submitted.
            batch: How many commands may pass over an overdue request, or make a reader wait.

        Raises:
            ValueError: One of them is less than 1.
        """
        raise NotImplementedError

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Queue a request for blocks [block, block + count).

        Raises:
            ValueError: op is neither "read" nor "write", count is not in 1..max_blocks, or a block
                is not on the disk.
            TagStateError: The tag names an unfinished request.
        """
        raise NotImplementedError

    def barrier(self, now: int) -> None:
        """Let all requests submitted so far complete before any later one is dispatched."""
        raise NotImplementedError

    def cancel(self, now: int, tag: int) -> bool:
        """Forget a queued request and return True; return False if it is in flight already.

        Raises:
            UnknownTag: The tag names no unfinished request.
        """
        raise NotImplementedError

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the next command for a head at block ``head``; None only if no request is ready.

        Raises:
            ValueError: head is not in 0..blocks.
        """
        raise NotImplementedError

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """Take note that the command with exactly these tags is done; its tags are free again.

        Raises:
            TagStateError: No command in flight has exactly these tags.
        """
        raise NotImplementedError

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Take a command back that the device refused: as if it had never been dispatched.

        Raises:
            TagStateError: No command in flight has exactly these tags.
        """
        raise NotImplementedError

    def pending(self) -> tuple[int, int]:
        """Return how many requests are queued and how many are in flight."""
        raise NotImplementedError
