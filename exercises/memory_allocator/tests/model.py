"""The oracle's state: an arena as plain intervals, and no policy.

It never chooses a place: it says what is wrong with the place that the solution chose, and follows
it. Every question is answered by looking at all ranges: slow, and short enough to check against the
handout. What a call must do in this state is said by ``rules``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exercises.memory_allocator.stub.solution import Statistics


def round_up(value: int, unit: int) -> int:
    """Return the least multiple of ``unit`` that is not below ``value``."""
    return value + -value % unit


def is_power_of_two(value: int) -> bool:
    """Return whether ``value`` is 1, 2, 4, ..."""
    return value >= 1 and value & (value - 1) == 0


@dataclass(frozen=True, slots=True)
class Arena:
    """What a MemoryAllocator is made with."""

    base: int
    size: int
    granule: int


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """What is wrong with a place, and whether what is in the way is a pending range."""

    text: str
    hits_pending: bool = False


@dataclass(slots=True)
class Range:
    """A live range; ``made_by`` and ``freed_by`` are numbers of open transactions."""

    start: int
    size: int
    alignment: int
    made_by: int | None = None
    freed_by: int | None = None

    @property
    def end(self) -> int:
        """The first address behind it."""
        return self.start + self.size

    @property
    def is_ordinary(self) -> bool:
        """Whether no open transaction has to do with it."""
        return self.made_by is None and self.freed_by is None


class Model:
    """The state that the rules prescribe, given the places that the solution chose."""

    def __init__(self, arena: Arena) -> None:
        self.arena = arena
        self.ranges: dict[int, Range] = {}
        self.claims: dict[int, int] = {}
        self.numbers_used: set[int] = set()

    # What is so

    @property
    def free(self) -> int:
        """Bytes in no live range."""
        return self.arena.size - sum(held.size for held in self.ranges.values())

    @property
    def claimed(self) -> int:
        """Bytes still claimed by open transactions."""
        return sum(self.claims.values())

    @property
    def unclaimed(self) -> int:
        """Free bytes that no open transaction has claimed."""
        return self.free - self.claimed

    def gaps(self, without: Range | None = None) -> Iterator[tuple[int, int]]:
        """Yield each free gap as (start, end), as if the range ``without`` were free too."""
        position = self.arena.base
        for start in sorted(self.ranges):
            held = self.ranges[start]
            if held is without:
                continue
            if start > position:
                yield position, start
            position = held.end
        if position < self.arena.base + self.arena.size:
            yield position, self.arena.base + self.arena.size

    def largest(self) -> int:
        """Return the size of the largest gap."""
        return max((end - start for start, end in self.gaps()), default=0)

    def statistics(self) -> Statistics:
        """Return the right answer of ``statistics``."""
        free = self.free
        return Statistics(
            size=self.arena.size,
            allocated=self.arena.size - free,
            free=free,
            claimed=self.claimed,
            largest=self.largest(),
        )

    def whole_granules(self, size: int) -> int:
        """Return ``size`` rounded up to whole granules."""
        return round_up(size, self.arena.granule)

    def place_fault(
        self, start: int, size: int, alignment: int, moved: Range | None = None
    ) -> PlaceFault | None:
        """Return what is wrong with a place for ``size`` bytes.

        ``moved`` is the range that is going there, so it is in nobody's way.
        """
        alignment = max(alignment, self.arena.granule)
        end, arena_end = start + self.whole_granules(size), self.arena.base + self.arena.size
        where = f"[{start}, {end})"
        if start < self.arena.base or end > arena_end:
            return PlaceFault(f"{where} is not inside the arena [{self.arena.base}, {arena_end})")
        if start % alignment:
            return PlaceFault(f"{start} is not a multiple of {alignment}")
        for held in self.ranges.values():
            if held is not moved and start < held.end and held.start < end:
                pending = held.freed_by is not None
                state = f"range [{held.start}, {held.end})" + (", whose free is pending" * pending)
                return PlaceFault(f"{where} overlaps the live {state}", pending)
        return None

    def is_unknown(self, transaction: int | None) -> bool:
        """Return whether a number is given that names no open transaction."""
        return transaction is not None and transaction not in self.claims

    def holds(self, need: int, alignment: int, without: Range | None = None) -> bool:
        """Return whether a gap has room for ``need`` bytes at a multiple of ``alignment``."""
        return any(
            round_up(start, alignment) + need <= end for start, end in self.gaps(without=without)
        )

    # What a successful call changes

    def allocated(self, start: int, size: int, alignment: int, transaction: int | None) -> None:
        """Follow an allocation to the place that the solution chose."""
        need = self.whole_granules(size)
        if transaction is not None:
            self.claims[transaction] -= min(need, self.claims[transaction])
        alignment = max(alignment, self.arena.granule)
        self.ranges[start] = Range(start, need, alignment, made_by=transaction)

    def freed(self, address: int, transaction: int | None) -> None:
        """Follow a free: at once, or pending."""
        held = self.ranges[address]
        if held.made_by == transaction:
            del self.ranges[address]
        else:
            held.freed_by = transaction

    def reallocated(self, address: int, size: int, moved_to: int) -> None:
        """Follow a range to its new size and place."""
        held = self.ranges.pop(address)
        held.start, held.size = moved_to, self.whole_granules(size)
        self.ranges[moved_to] = held

    def begun(self, transaction: int, claim: int) -> None:
        """Follow the opening of a transaction."""
        self.claims[transaction] = self.whole_granules(claim)
        self.numbers_used.add(transaction)

    def committed(self, transaction: int) -> None:
        """Follow a commit."""
        self._finished(transaction, keep_new=True)

    def rolled_back(self, transaction: int) -> None:
        """Follow a rollback."""
        self._finished(transaction, keep_new=False)

    def _finished(self, transaction: int, *, keep_new: bool) -> None:
        del self.claims[transaction]
        for held in list(self.ranges.values()):
            gone = held.freed_by if keep_new else held.made_by
            if gone == transaction:
                del self.ranges[held.start]
            if held.made_by == transaction:
                held.made_by = None
            if held.freed_by == transaction:
                held.freed_by = None

    # Words

    def describe(self, address: int) -> str:
        """Say what is at an address."""
        held = self.ranges.get(address)
        if held is None:
            return f"no live range starts at {address}"
        if held.freed_by is not None:
            return f"the range at {address} is pending in transaction {held.freed_by}"
        if held.made_by is not None:
            return f"the range at {address} is new in transaction {held.made_by}"
        return f"the range at {address} is live"
