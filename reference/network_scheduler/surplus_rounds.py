"""Hierarchical surplus round robin: rings of children, no sorting.

Each class keeps the children that may send in a ring. The child at the front sends until it has used up
its quantum, which goes by its weight; the last packet may exceed it, and the debt counts in its next
turns. So no packet's length has to be known before it is chosen. A child that comes back joins the ring
at its end and keeps a debt, not a claim. See Shreedhar and Varghese, SIGCOMM 1995.

A quantum of the mtu would make every turn worth a packet, and rounds of all classes long. It is a part of
it here: some turns are passed over, and who comes back waits for a shorter round.

A dict is the ring: it keeps the order, and anything can be taken out. A heap holds the closed buckets by
the time at which they open.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

TURNS_AN_MTU = 16
"""So many turns earn a class of weight 1 the largest packet."""
THOUSANDTHS = 1000
"""Of a byte: what a rate of one byte a second earns in one millisecond is one of these."""


@dataclass(frozen=True)
class Packet:
    """A packet that leaves the link."""

    leaf: int
    packet: int
    size: int


class UnknownClass(Exception):  # noqa: N818  (the name is the interface)
    """No class has this name."""


class ClassStateError(Exception):
    """The class exists, or its name is taken, but it is in the wrong state for this call."""


@dataclass(slots=True)
class _Bucket:
    """Tokens in thousandths of a byte; below zero they are a debt."""

    rate: int
    burst: int
    level: int
    settled: int

    def settle(self, now: int) -> None:
        """Earn up to ``now``."""
        earned = self.level + self.rate * (now - self.settled)
        self.level = min(earned, self.burst * THOUSANDTHS)
        self.settled = now

    def opens_at(self, now: int) -> int:
        """Return the first time, not before ``now``, at which the level is above zero."""
        self.settle(now)
        return now if self.level > 0 else now + -self.level // self.rate + 1


@dataclass(slots=True, eq=False)
class _Class:
    """A node of the tree; a leaf while it has no children."""

    name: int
    parent: "_Class | None"
    weight: int
    bucket: _Bucket | None = None
    opens: int | None = None
    """When its bucket opens; None while it is open."""
    children: int = 0
    queue: deque[tuple[int, int]] = field(default_factory=deque)
    packets: int = 0
    length: int = 0
    """Bytes queued in the subtree."""
    deficit: int = 0
    """Bytes left of its quantum; at most zero unless it is at the front of its ring."""
    ring: dict["_Class", None] = field(default_factory=dict)
    """The children that may send, the front first."""

    def upwards(self) -> Iterator["_Class"]:
        """Yield the class and all above it, up to the root."""
        one: _Class | None = self
        while one is not None:
            yield one
            one = one.parent


class NetworkScheduler:
    """Shares one link among the classes of a tree."""

    def __init__(self, mtu: int, queue_packets: int) -> None:
        if mtu < 1 or queue_packets < 1:
            raise ValueError("mtu and queue_packets are at least 1")
        self._mtu = mtu
        self._quantum = -(-mtu // TURNS_AN_MTU)
        self._capacity = queue_packets
        self._now = 0
        self._root = _Class(0, None, 1)
        self._classes = {0: self._root}
        self._openings: list[tuple[int, int, _Class]] = []
        self._entries = 0

    def add_class(  # noqa: PLR0917  (the interface)
        self,
        now: int,
        name: int,
        parent: int,
        weight: int,
        rate: int | None = None,
        burst: int | None = None,
    ) -> None:
        """Make a new class under ``parent``; its bucket is full."""
        self._check(now, weight, rate, burst)
        above = self._find(parent)
        if name in self._classes or above.queue:
            raise ClassStateError(f"class {name} exists, or {parent} holds packets")
        self._advance(now)
        above.children += 1
        made = self._classes[name] = _Class(name, above, weight)
        self._limit(made, rate, burst)

    def set_weight(self, now: int, name: int, weight: int) -> None:
        """Give a class a new weight; its next quantum is by the new one."""
        self._check(now, weight)
        found = self._find(name)
        self._advance(now)
        found.weight = weight
        found.deficit = min(found.deficit, weight * self._quantum)

    def set_limit(self, now: int, name: int, rate: int | None, burst: int | None) -> None:
        """Give a class a new limit, or none."""
        self._check(now, 1, rate, burst)
        found = self._find(name)
        self._advance(now)
        self._limit(found, rate, burst)
        self._refresh(found)

    def remove_class(self, now: int, name: int) -> tuple[int, ...]:
        """Remove a class without children; return the ids of its packets."""
        self._check(now)
        found = self._leaf(name)
        self._advance(now)
        dropped = tuple(packet for packet, _ in found.queue)
        _count(found, -found.packets, -found.length)
        found.queue.clear()
        found.opens = None
        self._refresh(found)
        if found.parent is not None:
            found.parent.children -= 1
        del self._classes[name]
        return dropped

    def enqueue(self, now: int, name: int, packet: int, size: int) -> bool:
        """Append a packet to the queue of a leaf unless it is full."""
        self._check(now)
        if not 1 <= size <= self._mtu:
            raise ValueError(f"a packet has 1 to {self._mtu} bytes, not {size}")
        found = self._leaf(name)
        self._advance(now)
        if len(found.queue) == self._capacity:
            return False
        found.queue.append((packet, size))
        _count(found, 1, size)
        self._refresh(found)
        return True

    def dequeue(self, now: int) -> Packet | None:
        """Return the packet to send now, None if none may leave."""
        self._check(now)
        self._advance(now)
        if self._root.opens is not None or not self._root.ring:
            return None
        leaf = self._root
        while not leaf.queue:
            leaf = self._front(leaf)
        packet, size = leaf.queue.popleft()
        _count(leaf, -1, -size)
        for one in leaf.upwards():
            one.deficit -= size
            if one.bucket is not None:
                one.bucket.settle(now)
                one.bucket.level -= size * THOUSANDTHS
                self._note_opening(one)
            self._refresh(one)
            self._end_turn(one)
        return Packet(leaf.name, packet, size)

    def next_ready(self, now: int) -> int | None:
        """Return the earliest time from ``now`` on at which a packet may leave."""
        self._check(now)
        self._advance(now)
        if self._root.opens is None and self._root.ring:
            return now
        leaves = (one for one in self._classes.values() if one.queue)
        times = (max(one.opens or now for one in leaf.upwards()) for leaf in leaves)
        return min(times, default=None)

    def backlog(self, name: int) -> tuple[int, int]:
        """Return packets and bytes queued in the subtree of a class."""
        found = self._find(name)
        return found.packets, found.length

    def _check(
        self, now: int, weight: int = 1, rate: int | None = None, burst: int | None = None
    ) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")
        if (rate is None) != (burst is None):
            raise ValueError("rate and burst come together")
        if weight < 1 or (rate is not None and rate < 1) or (burst is not None and burst < 1):
            raise ValueError("weight, rate and burst are at least 1")

    def _find(self, name: int) -> _Class:
        if name not in self._classes:
            raise UnknownClass(f"no class {name}")
        return self._classes[name]

    def _leaf(self, name: int) -> _Class:
        found = self._find(name)
        if found.parent is None or found.children:
            raise ClassStateError(f"class {name} is the root or has children")
        return found

    def _advance(self, now: int) -> None:
        """Open all buckets that have become open since the last call."""
        self._now = now
        while self._openings and self._openings[0][0] <= now:
            time, _, one = heapq.heappop(self._openings)
            if one.opens == time:
                one.opens = None
                self._refresh(one)

    def _limit(self, one: _Class, rate: int | None, burst: int | None) -> None:
        """Put a bucket in the place of the one before, if any."""
        if rate is None or burst is None:
            one.bucket = None
        elif one.bucket is None:
            one.bucket = _Bucket(rate, burst, burst * THOUSANDTHS, self._now)
        else:
            one.bucket.settle(self._now)
            one.bucket.rate, one.bucket.burst = rate, burst
        self._note_opening(one)

    def _note_opening(self, one: _Class) -> None:
        """Note when a class may send again, if it may not now."""
        one.opens = None
        if one.bucket is not None:
            time = one.bucket.opens_at(self._now)
            if time > self._now:
                one.opens = time
                self._entries += 1
                heapq.heappush(self._openings, (time, self._entries, one))

    def _refresh(self, one: _Class) -> None:
        """Bring the rings up to date, from a class whose state has changed upwards."""
        while one.parent is not None:
            ready = one.opens is None and bool(one.queue or one.ring)
            if ready == (one in one.parent.ring):
                return
            if ready:
                one.parent.ring[one] = None
            else:
                del one.parent.ring[one]
                one.deficit = min(one.deficit, 0)
            one = one.parent

    def _front(self, parent: _Class) -> _Class:
        """Return the child whose turn it is; a turn begins with a new quantum, a debt may end it at once."""
        while True:
            one = next(iter(parent.ring))
            if one.deficit <= 0:
                one.deficit += one.weight * self._quantum
            if one.deficit > 0:
                return one
            self._end_turn(one)

    def _end_turn(self, one: _Class) -> None:
        """Send a child to the end of the ring once its quantum is used up."""
        if one.parent is not None and one.deficit <= 0 and one in one.parent.ring:
            del one.parent.ring[one]
            one.parent.ring[one] = None


def _count(leaf: _Class, packets: int, length: int) -> None:
    for one in leaf.upwards():
        one.packets += packets
        one.length += length
