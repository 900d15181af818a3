"""Sizes are kept as they come, not in whole granules.

Killed by: statistics-are-exact
"""

from bisect import bisect_left
from dataclasses import dataclass


@dataclass(frozen=True)
class Statistics:
    """Figures of one moment, in bytes."""

    size: int
    allocated: int
    free: int
    claimed: int
    largest: int


class OutOfMemory(Exception):
    """No room: no gap is large enough, or what is free is claimed by others."""


class InvalidAddress(ValueError):
    """Not the start of a live range, or freed already by this caller."""


class TransactionConflict(RuntimeError):
    """The range belongs to another open transaction."""


class UnknownTransaction(LookupError):
    """Never begun, or finished."""


@dataclass(slots=True)
class _Range:
    end: int
    alignment: int
    new_in: int | None
    pending_in: int | None = None


class MemoryAllocator:
    """Free-space management of one arena, with transactions and claims."""

    def __init__(self, base: int, size: int, granule: int = 16) -> None:
        if granule < 1 or granule & (granule - 1):
            raise ValueError("granule must be a power of two")
        if base < 0 or size <= 0 or base % granule or size % granule:
            raise ValueError("the arena must consist of whole granules")
        self.size = size
        self.granule = granule
        self.gaps = [(base, base + size)]
        self.ranges: dict[int, _Range] = {}
        self.claims: dict[int, int] = {}
        self.next_transaction = 1

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int:
        """Return the lowest address that fits."""
        if alignment < 1 or alignment & (alignment - 1):
            raise ValueError("alignment must be a power of two")
        size = self._whole_granules(size)
        alignment = max(alignment, self.granule)
        claim = 0 if transaction is None else self._claim_of(transaction)
        if max(0, size - claim) > self._unclaimed():
            raise OutOfMemory("the rest is claimed")
        address = self._take_first(size, alignment)
        self.ranges[address] = _Range(address + size, alignment, transaction)
        if transaction is not None:
            self.claims[transaction] -= min(size, claim)
        return address

    def free(self, address: int, transaction: int | None = None) -> None:
        """Give a range back: now, or at commit."""
        if transaction is not None:
            self._claim_of(transaction)
        found = self._range_at(address)
        if found.pending_in is not None and found.pending_in == transaction:
            raise InvalidAddress("freed already")
        if found.pending_in is not None or found.new_in not in (None, transaction):
            raise TransactionConflict("another transaction uses this range")
        if transaction is None or found.new_in == transaction:
            self._release(address)
        else:
            found.pending_in = transaction

    def reallocate(self, address: int, size: int) -> int:
        """Resize in place if possible, else move to the lowest address that fits."""
        size = self._whole_granules(size)
        found = self._range_at(address)
        if found.new_in is not None or found.pending_in is not None:
            raise TransactionConflict("a transaction uses this range")
        old_end, new_end = found.end, address + size
        if new_end <= old_end:
            found.end = new_end
            self._give(new_end, old_end)
            return address
        if new_end - old_end > self._unclaimed():
            raise OutOfMemory("the rest is claimed")
        if self._take_at(old_end, new_end):
            found.end = new_end
            return address
        moved = self._take_first(size, found.alignment)
        self._release(address)
        self.ranges[moved] = _Range(moved + size, found.alignment, None)
        return moved

    def begin(self, claim: int = 0) -> int:
        """Open a transaction with so many bytes claimed."""
        if claim < 0:
            raise ValueError("a claim can not be negative")
        claim += -claim % self.granule
        if claim > self._unclaimed():
            raise OutOfMemory("not enough unclaimed memory")
        number = self.next_transaction
        self.next_transaction += 1
        self.claims[number] = claim
        return number

    def commit(self, transaction: int) -> None:
        """Keep its ranges, perform its frees, drop the rest of its claim."""
        self._claim_of(transaction)
        del self.claims[transaction]
        for address, found in list(self.ranges.items()):
            if found.pending_in == transaction:
                self._release(address)
            elif found.new_in == transaction:
                found.new_in = None

    def rollback(self, transaction: int) -> None:
        """Free its ranges, forget its frees, drop its claim."""
        self._claim_of(transaction)
        del self.claims[transaction]
        for address, found in list(self.ranges.items()):
            if found.new_in == transaction:
                self._release(address)
            elif found.pending_in == transaction:
                found.pending_in = None

    def statistics(self) -> Statistics:
        """Return the figures of this moment."""
        free = self._free_bytes()
        largest = max((end - start for start, end in self.gaps), default=0)
        return Statistics(self.size, self.size - free, free, sum(self.claims.values()), largest)

    def _whole_granules(self, size: int) -> int:
        if size < 1:
            raise ValueError("size must be at least 1")
        return size

    def _free_bytes(self) -> int:
        return sum(end - start for start, end in self.gaps)

    def _unclaimed(self) -> int:
        return self._free_bytes() - sum(self.claims.values())

    def _claim_of(self, transaction: int) -> int:
        if transaction not in self.claims:
            raise UnknownTransaction(f"transaction {transaction} is not open")
        return self.claims[transaction]

    def _range_at(self, address: int) -> _Range:
        if address not in self.ranges:
            raise InvalidAddress(f"no range starts at {address}")
        return self.ranges[address]

    def _release(self, address: int) -> None:
        self._give(address, self.ranges.pop(address).end)

    def _take_first(self, size: int, alignment: int) -> int:
        for i, (start, end) in enumerate(self.gaps):
            address = start + -start % alignment
            if address + size <= end:
                self._cut(i, address, address + size)
                return address
        raise OutOfMemory(f"no gap holds {size} bytes")

    def _take_at(self, start: int, end: int) -> bool:
        i = bisect_left(self.gaps, (start, start))
        if i == len(self.gaps) or self.gaps[i][0] != start or self.gaps[i][1] < end:
            return False
        self._cut(i, start, end)
        return True

    def _cut(self, i: int, start: int, end: int) -> None:
        gap_start, gap_end = self.gaps[i]
        rest = [(gap_start, start), (end, gap_end)]
        self.gaps[i : i + 1] = [gap for gap in rest if gap[0] < gap[1]]

    def _give(self, start: int, end: int) -> None:
        if start == end:
            return
        first = last = bisect_left(self.gaps, (start, end))
        if first > 0 and self.gaps[first - 1][1] == start:
            first -= 1
            start = self.gaps[first][0]
        if last < len(self.gaps) and self.gaps[last][0] == end:
            end = self.gaps[last][1]
            last += 1
        self.gaps[first:last] = [(start, end)]
