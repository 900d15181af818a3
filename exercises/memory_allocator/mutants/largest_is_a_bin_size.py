"""statistics() takes the lower bound of the highest bin for the largest gap.

Killed by: statistics-are-exact
"""

from dataclasses import dataclass, field

_STEPS = 8


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


def _bin_of(granules: int) -> int:
    """Return the class that a gap of so many granules belongs to."""
    if granules < _STEPS:
        return granules
    level = granules.bit_length() - _STEPS.bit_length()
    return (level + 1) * _STEPS + (granules >> level) - _STEPS


class _Bins:
    """The free gaps by start, by end and by class; sizes and addresses in granules."""

    def __init__(self) -> None:
        self.size_at: dict[int, int] = {}
        self.start_before: dict[int, int] = {}
        self.members: dict[int, dict[int, None]] = {}
        self.occupied = 0

    def insert(self, start: int, size: int) -> None:
        if size:
            self.size_at[start] = size
            self.start_before[start + size] = start
            index = _bin_of(size)
            self.members.setdefault(index, {})[start] = None
            self.occupied |= 1 << index

    def remove(self, start: int) -> int:
        size = self.size_at.pop(start)
        del self.start_before[start + size]
        index = _bin_of(size)
        del self.members[index][start]
        if not self.members[index]:
            self.occupied ^= 1 << index
        return size

    def give(self, start: int, size: int) -> None:
        if start + size in self.size_at:
            size += self.remove(start + size)
        if start in self.start_before:
            left = self.start_before[start]
            size += self.remove(left)
            start = left
        self.insert(start, size)

    def cut(self, gap: int, start: int, size: int) -> None:
        whole = self.remove(gap)
        self.insert(gap, start - gap)
        self.insert(start + size, gap + whole - start - size)

    def find(self, size: int, alignment: int) -> tuple[int, int] | None:
        """Return a gap and an aligned place in it, or None if no gap holds one."""
        surely = size + alignment - 1
        safe = _bin_of(surely - 1) + 1
        above = self.occupied >> safe
        if above:
            index = safe + (above & -above).bit_length() - 1
            gap = next(iter(self.members[index]))
            return gap, gap + -gap % alignment
        for index in range(_bin_of(size), safe):
            for gap in self.members.get(index, ()):
                place = gap + -gap % alignment
                if place + size <= gap + self.size_at[gap]:
                    return gap, place
        return None

    def largest(self) -> int:
        if not self.occupied:
            return 0
        level, step = divmod(self.occupied.bit_length() - 1, _STEPS)
        return step if level == 0 else (_STEPS + step) << (level - 1)


@dataclass
class _Block:
    size: int
    alignment: int
    state: str = "settled"
    transaction: int | None = None


@dataclass
class _Transaction:
    claim: int
    touched: dict[int, None] = field(default_factory=dict)


class MemoryAllocator:
    """Free-space management of one arena, with transactions and claims."""

    def __init__(self, base: int, size: int, granule: int = 16) -> None:
        if granule < 1 or granule.bit_count() != 1:
            raise ValueError("granule: a power of two, please")
        if base < 0 or size <= 0 or (base | size) % granule:
            raise ValueError("base and size: whole granules, please")
        self._granule = granule
        self._granules = self._free = size // granule
        self._claimed = 0
        self._bins = _Bins()
        self._bins.insert(base // granule, self._granules)
        self._blocks: dict[int, _Block] = {}
        self._transactions: list[_Transaction | None] = []

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int:
        """Return an address in the lowest class that surely fits."""
        if size < 1 or alignment < 1 or alignment.bit_count() != 1:
            raise ValueError("size: at least 1; alignment: a power of two")
        owner = None if transaction is None else self._find(transaction)
        granules = -(-size // self._granule)
        alignment = max(1, alignment // self._granule)
        claimed = min(granules, owner.claim) if owner else 0
        self._demand(granules - claimed)
        place = self._place(granules, alignment)
        self._blocks[place] = _Block(granules, alignment)
        if owner:
            self._blocks[place] = _Block(granules, alignment, "new", transaction)
            owner.touched[place] = None
            owner.claim -= claimed
            self._claimed -= claimed
        return place * self._granule

    def free(self, address: int, transaction: int | None = None) -> None:
        """Give a range back: now, or at commit."""
        owner = None if transaction is None else self._find(transaction)
        place, block = self._block(address)
        if block.state != "settled" and block.transaction != transaction:
            raise TransactionConflict("it belongs to another transaction")
        if block.state == "pending":
            raise InvalidAddress("this transaction has freed it already")
        if owner is None:
            self._drop(place)
        elif block.state == "new":
            del owner.touched[place]
            self._drop(place)
        else:
            block.state, block.transaction = "pending", transaction
            owner.touched[place] = None

    def reallocate(self, address: int, size: int) -> int:
        """Resize in place, or move."""
        if size < 1:
            raise ValueError("size: at least 1")
        place, block = self._block(address)
        if block.state != "settled":
            raise TransactionConflict("a transaction holds it")
        granules = -(-size // self._granule)
        more = granules - block.size
        if more > 0:
            self._demand(more)
            if self._bins.size_at.get(place + block.size, 0) < more:
                return self._move(place, granules)
            self._bins.cut(place + block.size, place + block.size, more)
        elif more < 0:
            self._bins.give(place + granules, -more)
        self._free -= more
        block.size = granules
        return address

    def begin(self, claim: int = 0) -> int:
        """Open a transaction with so many bytes claimed."""
        if claim < 0:
            raise ValueError("claim: at least 0")
        granules = -(-claim // self._granule)
        self._demand(granules)
        self._claimed += granules
        self._transactions.append(_Transaction(granules))
        return len(self._transactions) - 1

    def commit(self, transaction: int) -> None:
        """Keep its ranges, perform its frees, drop the rest of its claim."""
        self._finish(transaction, gone="pending")

    def rollback(self, transaction: int) -> None:
        """Free its ranges, forget its frees, drop its claim."""
        self._finish(transaction, gone="new")

    def statistics(self) -> Statistics:
        """Return the figures of this moment."""
        return Statistics(
            self._granules * self._granule,
            (self._granules - self._free) * self._granule,
            self._free * self._granule,
            self._claimed * self._granule,
            self._bins.largest() * self._granule,
        )

    def _find(self, transaction: int) -> _Transaction:
        if 0 <= transaction < len(self._transactions):
            found = self._transactions[transaction]
            if found is not None:
                return found
        raise UnknownTransaction(f"{transaction} is not open")

    def _block(self, address: int) -> tuple[int, _Block]:
        place, rest = divmod(address, self._granule)
        if rest or place not in self._blocks:
            raise InvalidAddress(f"nothing starts at {address}")
        return place, self._blocks[place]

    def _demand(self, granules: int) -> None:
        if granules > self._free - self._claimed:
            raise OutOfMemory("what is left is claimed")

    def _place(self, granules: int, alignment: int) -> int:
        found = self._bins.find(granules, alignment)
        if found is None:
            raise OutOfMemory("no gap is large enough")
        self._bins.cut(*found, granules)
        self._free -= granules
        return found[1]

    def _drop(self, place: int) -> None:
        size = self._blocks.pop(place).size
        self._free += size
        self._bins.give(place, size)

    def _move(self, place: int, granules: int) -> int:
        alignment = self._blocks[place].alignment
        moved = self._place(granules, alignment)
        self._drop(place)
        self._blocks[moved] = _Block(granules, alignment)
        return moved * self._granule

    def _finish(self, transaction: int, gone: str) -> None:
        owner = self._find(transaction)
        self._transactions[transaction] = None
        self._claimed -= owner.claim
        for place in owner.touched:
            block = self._blocks[place]
            if block.state == gone:
                self._drop(place)
            else:
                block.state, block.transaction = "settled", None
