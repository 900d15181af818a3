"""A freed range is never joined with the gap behind it.

Killed by: freed-neighbours-join
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field


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


def _round_up(value: int, unit: int) -> int:
    return -(-value // unit) * unit


def _is_power_of_two(value: int) -> bool:
    return value >= 1 and value & (value - 1) == 0


class _Gaps:
    """The free space: gaps that never touch each other."""

    def __init__(self, granule: int) -> None:
        self._granule = granule
        self._end_of: dict[int, int] = {}
        self._start_of: dict[int, int] = {}
        self._usable: dict[int, list[tuple[int, int]]] = {granule: []}

    def largest(self) -> int:
        """Return the size of the largest gap, 0 if there is none."""
        by_size = self._usable[self._granule]
        return by_size[-1][0] if by_size else 0

    def give(self, start: int, end: int) -> None:
        """Add [start, end) and join it with the gap before it."""
        if start in self._start_of:
            start = self._start_of[start]
            self._remove(start)
        self._insert(start, end)

    def take(self, gap: int, start: int, end: int) -> None:
        """Cut [start, end) out of the gap that begins at ``gap``."""
        gap_end = self._end_of[gap]
        self._remove(gap)
        if gap < start:
            self._insert(gap, start)
        if end < gap_end:
            self._insert(end, gap_end)

    def best(self, size: int, alignment: int) -> int | None:
        """Return the start of the gap whose usable part is the smallest that holds ``size``."""
        index = self._usable.get(alignment)
        if index is None:
            index = self._new_index(alignment)
        position = bisect_left(index, (size, -1))
        return index[position][1] if position < len(index) else None

    def follows(self, address: int, size: int) -> bool:
        """Return whether a gap of at least ``size`` bytes begins at ``address``."""
        return self._end_of.get(address, address) - address >= size

    def _new_index(self, alignment: int) -> list[tuple[int, int]]:
        pairs = ((end - _round_up(start, alignment), start) for start, end in self._end_of.items())
        self._usable[alignment] = index = sorted(pair for pair in pairs if pair[0] > 0)
        return index

    def _insert(self, start: int, end: int) -> None:
        self._end_of[start] = end
        self._start_of[end] = start
        for alignment, index in self._usable.items():
            usable = end - (start + -start % alignment)
            if usable > 0:
                insort(index, (usable, start))

    def _remove(self, start: int) -> None:
        end = self._end_of.pop(start)
        del self._start_of[end]
        for alignment, index in self._usable.items():
            usable = end - (start + -start % alignment)
            if usable > 0:
                del index[bisect_left(index, (usable, start))]


@dataclass(slots=True)
class _Range:
    size: int
    alignment: int
    made_by: int | None = None
    freed_by: int | None = None


@dataclass(slots=True)
class _Transaction:
    claim: int
    made: set[int] = field(default_factory=set)
    freed: set[int] = field(default_factory=set)


class MemoryAllocator:
    """Free-space management of one arena, with transactions and claims."""

    def __init__(self, base: int, size: int, granule: int = 16) -> None:
        if (
            not _is_power_of_two(granule)
            or base < 0
            or size <= 0
            or base % granule
            or size % granule
        ):
            raise ValueError("the arena must be whole granules, a granule a power of two")
        self._granule = granule
        self._size = self._free = size
        self._claimed = 0
        self._gaps = _Gaps(granule)
        self._gaps.give(base, base + size)
        self._ranges: dict[int, _Range] = {}
        self._open: dict[int, _Transaction] = {}
        self._begun = 0

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int:
        """Return the address of a new range in the gap that it fills best."""
        if size < 1 or not _is_power_of_two(alignment):
            raise ValueError("size must be positive, alignment a power of two")
        owner = None if transaction is None else self._transaction(transaction)
        size = _round_up(size, self._granule)
        alignment = max(alignment, self._granule)
        from_claim = 0 if owner is None else min(size, owner.claim)
        self._check_unclaimed(size - from_claim)
        address = self._place(size, alignment)
        self._ranges[address] = _Range(size, alignment, made_by=transaction)
        if owner is not None:
            owner.claim -= from_claim
            self._claimed -= from_claim
            owner.made.add(address)
        return address

    def free(self, address: int, transaction: int | None = None) -> None:
        """Give a range back: at once, or at commit when the transaction did not make it."""
        owner = None if transaction is None else self._transaction(transaction)
        found = self._range_at(address)
        if found.freed_by is not None and found.freed_by == transaction:
            raise InvalidAddress(f"{address} is freed already")
        if found.freed_by is not None or found.made_by not in (None, transaction):
            raise TransactionConflict(f"{address} belongs to another transaction")
        if owner is None:
            self._release(address)
        elif found.made_by is None:
            found.freed_by = transaction
            owner.freed.add(address)
        else:
            owner.made.remove(address)
            self._release(address)

    def reallocate(self, address: int, size: int) -> int:
        """Shrink or grow in place where possible, else move to the best gap."""
        if size < 1:
            raise ValueError("size must be positive")
        found = self._range_at(address)
        if found.made_by is not None or found.freed_by is not None:
            raise TransactionConflict(f"{address} belongs to a transaction")
        size = _round_up(size, self._granule)
        end, more = address + found.size, size - found.size
        if more <= 0:
            self._free -= more
            if more:
                self._gaps.give(address + size, end)
        else:
            self._check_unclaimed(more)
            if not self._gaps.follows(end, more):
                return self._move(address, found, size)
            self._gaps.take(end, end, end + more)
            self._free -= more
        found.size = size
        return address

    def begin(self, claim: int = 0) -> int:
        """Open a transaction with so many bytes claimed."""
        if claim < 0:
            raise ValueError("a claim can not be negative")
        claim = _round_up(claim, self._granule)
        self._check_unclaimed(claim)
        self._begun += 1
        self._claimed += claim
        self._open[self._begun] = _Transaction(claim)
        return self._begun

    def commit(self, transaction: int) -> None:
        """Keep its ranges, perform its frees, drop the rest of its claim."""
        owner = self._close(transaction)
        for address in owner.made:
            self._ranges[address].made_by = None
        for address in sorted(owner.freed):
            self._release(address)

    def rollback(self, transaction: int) -> None:
        """Free its ranges, forget its frees, drop its claim."""
        owner = self._close(transaction)
        for address in sorted(owner.made):
            self._release(address)
        for address in owner.freed:
            self._ranges[address].freed_by = None

    def statistics(self) -> Statistics:
        """Return the figures of this moment."""
        return Statistics(
            size=self._size,
            allocated=self._size - self._free,
            free=self._free,
            claimed=self._claimed,
            largest=self._gaps.largest(),
        )

    def _transaction(self, number: int) -> _Transaction:
        if number not in self._open:
            raise UnknownTransaction(f"transaction {number} is not open")
        return self._open[number]

    def _close(self, number: int) -> _Transaction:
        owner = self._transaction(number)
        del self._open[number]
        self._claimed -= owner.claim
        return owner

    def _range_at(self, address: int) -> _Range:
        if address not in self._ranges:
            raise InvalidAddress(f"no live range starts at {address}")
        return self._ranges[address]

    def _check_unclaimed(self, size: int) -> None:
        if size > self._free - self._claimed:
            raise OutOfMemory(f"{size} more bytes are not free and unclaimed")

    def _place(self, size: int, alignment: int) -> int:
        gap = self._gaps.best(size, alignment)
        if gap is None:
            raise OutOfMemory(f"no gap holds {size} bytes aligned to {alignment}")
        address = _round_up(gap, alignment)
        self._gaps.take(gap, address, address + size)
        self._free -= size
        return address

    def _release(self, address: int) -> None:
        size = self._ranges.pop(address).size
        self._gaps.give(address, address + size)
        self._free += size

    def _move(self, address: int, old: _Range, size: int) -> int:
        moved = self._place(size, old.alignment)
        self._release(address)
        self._ranges[moved] = _Range(size, old.alignment)
        return moved
