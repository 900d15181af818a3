"""A guest memory allocator: hands out address ranges of one arena [base, base + size).

Fill in the bodies. Addresses and sizes are plain integers; no memory is touched. Every size is rounded
up to whole granules, and a range occupies exactly that much: there are no hidden headers.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Statistics:
    """Figures of one moment, in bytes.

    Attributes:
        size: The arena.
        allocated: Live ranges in whole granules; ranges whose free is pending are included.
        free: size - allocated.
        claimed: What open transactions have claimed and not used yet.
        largest: The largest free gap.
    """

    size: int
    allocated: int
    free: int
    claimed: int
    largest: int


class OutOfMemory(Exception):  # noqa: N818  (the name is the interface)
    """No room: no gap is large enough, or what is free is claimed by others."""


class InvalidAddress(ValueError):  # noqa: N818  (the name is the interface)
    """Not the start of a live range, or freed already by this caller."""


class TransactionConflict(RuntimeError):  # noqa: N818  (the name is the interface)
    """The range belongs to another open transaction."""


class UnknownTransaction(LookupError):  # noqa: N818  (the name is the interface)
    """Never begun, or finished."""


class MemoryAllocator:
    """Free-space management of one arena, with transactions and claims."""

    def __init__(self, base: int, size: int, granule: int = 16) -> None:
        """Start with one gap: the whole arena.

        Raises:
            ValueError: granule is not a power of two, base < 0, size <= 0, or base or size is not a
                multiple of granule.
        """
        raise NotImplementedError

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int:
        """Return the address of a new range: a multiple of ``alignment`` and of the granule.

        Raises:
            ValueError: size < 1, or alignment is not a power of two.
            UnknownTransaction: The transaction is not open.
            OutOfMemory: No gap holds it, or what is free is claimed by others.
        """
        raise NotImplementedError

    def free(self, address: int, transaction: int | None = None) -> None:
        """Give a range back: at once, or at commit when a transaction frees a range it did not make.

        Raises:
            UnknownTransaction: The transaction is not open.
            InvalidAddress: No live range starts there, or this transaction freed it already.
            TransactionConflict: The range is new or pending in another open transaction.
        """
        raise NotImplementedError

    def reallocate(self, address: int, size: int) -> int:
        """Give a range a new size and return its address, which may change only when it grows.

        The alignment is kept. Never part of a transaction.

        Raises:
            ValueError: size < 1.
            InvalidAddress: No live range starts there.
            TransactionConflict: The range is new or pending in an open transaction.
            OutOfMemory: It can not grow; the old range is as it was.
        """
        raise NotImplementedError

    def begin(self, claim: int = 0) -> int:
        """Open a transaction that has claimed so many bytes; return its number, never used before.

        Raises:
            ValueError: claim < 0.
            OutOfMemory: Less than the claim, in whole granules, is free and unclaimed.
        """
        raise NotImplementedError

    def commit(self, transaction: int) -> None:
        """Keep its ranges, perform its frees, drop the rest of its claim.

        Raises:
            UnknownTransaction: The transaction is not open.
        """
        raise NotImplementedError

    def rollback(self, transaction: int) -> None:
        """Undo it: its ranges are free, its frees never happened, its claim is dropped.

        Raises:
            UnknownTransaction: The transaction is not open.
        """
        raise NotImplementedError

    def statistics(self) -> Statistics:
        """Return the figures of this moment."""
        raise NotImplementedError
