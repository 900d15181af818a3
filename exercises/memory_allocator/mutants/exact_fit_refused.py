"""A gap must be larger than the range: one that fits exactly is passed over.

Killed by: room-is-found-exactly-when-there-is-any
"""

from collections.abc import Iterator
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


class _Node:
    """A block: free if it has no owner note, else a range."""

    __slots__ = ("alignment", "end", "freed_in", "is_free", "made_in", "next", "previous", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end
        self.is_free = True
        self.alignment = 1
        self.made_in = 0
        self.freed_in = 0
        self.previous: _Node | None = None
        self.next: _Node | None = None

    def link(self, after: "_Node | None") -> None:
        """Make ``after`` the next block."""
        self.next = after
        if after is not None:
            after.previous = self


class MemoryAllocator:
    """Free-space management of one arena, with transactions and claims."""

    def __init__(self, base: int, size: int, granule: int = 16) -> None:
        if granule not in {1 << bit for bit in range(granule.bit_length())}:
            raise ValueError("bad granule")
        if base < 0 or size < 1 or base % granule != 0 or size % granule != 0:
            raise ValueError("bad arena")
        self._unit = granule
        self._size = self._free = size
        self._top = _Node(base, base + size)
        self._used: dict[int, _Node] = {}
        self._claims: dict[int, int] = {}
        self._last_number = 0

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int:
        """Return the highest address that fits."""
        if alignment < 1 or alignment & (alignment - 1):
            raise ValueError("bad alignment")
        size = self._rounded(size)
        number = self._number(transaction)
        own = self._claims[number] if number else 0
        self._check_room(max(0, size - own))
        node = self._find_room(size, max(alignment, self._unit))
        node.made_in = number
        if number:
            self._claims[number] = max(0, own - size)
        return node.start

    def free(self, address: int, transaction: int | None = None) -> None:
        """Give a range back: now, or at commit."""
        number = self._number(transaction)
        node = self._node(address)
        if number and node.freed_in == number:
            raise InvalidAddress("freed before")
        if node.freed_in or node.made_in not in {0, number}:
            raise TransactionConflict("not yours")
        if number and node.made_in == 0:
            node.freed_in = number
        else:
            self._give_back(node)

    def reallocate(self, address: int, size: int) -> int:
        """Resize in place, else move, else slide down over the old place."""
        size = self._rounded(size)
        node = self._node(address)
        if node.made_in or node.freed_in:
            raise TransactionConflict("in use by a transaction")
        more = size - (node.end - node.start)
        if more < 0:
            self._shrink(node, node.start + size)
        if more <= 0:
            return address
        self._check_room(more)
        if node.next is not None and node.next.is_free and node.next.end - node.end >= more:
            self._absorb_next(node, more)
            self._free -= more
            return address
        try:
            moved = self._find_room(size, node.alignment)
        except OutOfMemory:
            return self._slide(node, size)
        self._give_back(node)
        return moved.start

    def begin(self, claim: int = 0) -> int:
        """Open a transaction with so many bytes claimed."""
        if claim < 0:
            raise ValueError("bad claim")
        claim = self._rounded(claim) if claim else 0
        self._check_room(claim)
        self._last_number += 1
        self._claims[self._last_number] = claim
        return self._last_number

    def commit(self, transaction: int) -> None:
        """Keep its ranges, perform its frees, drop the rest of its claim."""
        del self._claims[self._number(transaction)]
        for node in list(self._used.values()):
            if node.freed_in == transaction:
                self._give_back(node)
            elif node.made_in == transaction:
                node.made_in = 0

    def rollback(self, transaction: int) -> None:
        """Free its ranges, forget its frees, drop its claim."""
        del self._claims[self._number(transaction)]
        for node in list(self._used.values()):
            if node.made_in == transaction:
                self._give_back(node)
            elif node.freed_in == transaction:
                node.freed_in = 0

    def statistics(self) -> Statistics:
        """Return the figures of this moment."""
        claimed = sum(self._claims.values())
        largest = max((node.end - node.start for node in self._gaps_from_top()), default=0)
        return Statistics(self._size, self._size - self._free, self._free, claimed, largest)

    def _rounded(self, size: int) -> int:
        if size < 1:
            raise ValueError("bad size")
        return (size + self._unit - 1) // self._unit * self._unit

    def _number(self, transaction: int | None) -> int:
        if transaction is None:
            return 0
        if transaction not in self._claims:
            raise UnknownTransaction("no such transaction")
        return transaction

    def _node(self, address: int) -> _Node:
        if address not in self._used:
            raise InvalidAddress("nothing there")
        return self._used[address]

    def _gaps_from_top(self) -> Iterator[_Node]:
        node: _Node | None = self._top
        while node is not None:
            if node.is_free:
                yield node
            node = node.previous

    def _check_room(self, size: int) -> None:
        if size > self._free - sum(self._claims.values()):
            raise OutOfMemory("the rest is claimed")

    def _find_room(self, size: int, alignment: int) -> _Node:
        for node in self._gaps_from_top():
            start = (node.end - size) // alignment * alignment
            if start >= node.start and node.end - node.start > size:
                return self._carve(node, start, size, alignment)
        raise OutOfMemory("no gap fits")

    def _carve(self, node: _Node, start: int, size: int, alignment: int) -> _Node:
        if start + size < node.end:
            self._split(node, start + size)
        if start > node.start:
            node = self._split(node, start)
        self._free -= size
        node.is_free = False
        node.alignment = alignment
        node.made_in = node.freed_in = 0
        self._used[start] = node
        return node

    def _split(self, node: _Node, address: int) -> _Node:
        """Cut a block in two and return the upper one, which is free unless cut further."""
        upper = _Node(address, node.end)
        node.end = address
        upper.link(node.next)
        node.link(upper)
        if self._top is node:
            self._top = upper
        return upper

    def _absorb_next(self, node: _Node, more: int) -> None:
        after = node.next
        if after is None:
            return
        node.end += more
        after.start += more
        if after.start == after.end:
            self._unlink(after)

    def _unlink(self, node: _Node) -> None:
        before = node.previous
        if before is None:
            return
        before.link(node.next)
        if self._top is node:
            self._top = before

    def _give_back(self, node: _Node) -> None:
        del self._used[node.start]
        self._free += node.end - node.start
        self._join(node)

    def _shrink(self, node: _Node, end: int) -> None:
        self._free += node.end - end
        self._join(self._split(node, end))

    def _join(self, node: _Node) -> None:
        node.is_free = True
        if node.next is not None and node.next.is_free:
            self._absorb_next(node, node.next.end - node.end)
        before = node.previous
        if before is not None and before.is_free:
            before.end = node.end
            self._unlink(node)

    def _slide(self, node: _Node, size: int) -> int:
        low, high = node.start, node.end
        if node.previous is not None and node.previous.is_free:
            low = node.previous.start
        if node.next is not None and node.next.is_free:
            high = node.next.end
        alignment = node.alignment
        if (high - size) // alignment * alignment < low:
            raise OutOfMemory("no gap fits")
        self._give_back(node)
        return self._find_room(size, alignment).start
