"""Hierarchical start-time fair queueing with exact token buckets.

Each class has a start tag among its siblings: the service that it has had, divided by its weight. The
child with the least tag sends. The parent's virtual time is the tag of the child that was served last;
a child that comes back starts there, or at its own tag if that lies further on. No packet's length has
to be known before it is chosen, so the rule works at every level of a tree. See Goyal, Vin and Cheng,
SIGCOMM 1996.

A child is ready if its own bucket is open and its queue, or a child of its, has something. Each class
keeps its ready children in a heap by tag; one more heap holds the closed buckets by the time at which
they open. In both, an entry that does not match its class any more is stale.
"""

import heapq
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

ONE = 720_720 << 8
"""One byte of service for a class of weight 1.

Tags are integers, so that nothing is lost in sums; most small weights divide this number exactly.
"""
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
    tag: int = 0
    virtual: int = 0
    """Tag of the child that was served last."""
    heap: list[tuple[int, int, "_Class"]] = field(default_factory=list)
    ready_children: int = 0
    entry: int = 0
    """Number of its valid entry in the parent's heap; 0 while it is not ready."""

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
        """Give a class a new weight; what it has had beyond its siblings stays the same in bytes."""
        self._check(now, weight)
        found = self._find(name)
        self._advance(now)
        if found.parent is not None and found.tag > found.parent.virtual:
            ahead = (found.tag - found.parent.virtual) * found.weight
            found.tag = found.parent.virtual - (-ahead // weight)
        found.weight = weight
        if found.entry:
            self._leave(found)
            self._refresh(found)

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
        if self._root.opens is not None or not self._root.ready_children:
            return None
        leaf = self._root
        while not leaf.queue:
            leaf = self._first_child(leaf)
        packet, size = leaf.queue.popleft()
        _count(leaf, -1, -size)
        path = tuple(leaf.upwards())
        for one in path:
            self._charge(one, size)
        for one in path:
            self._refresh(one)
        return Packet(leaf.name, packet, size)

    def next_ready(self, now: int) -> int | None:
        """Return the earliest time from ``now`` on at which a packet may leave."""
        self._check(now)
        self._advance(now)
        if self._root.opens is None and self._root.ready_children:
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
        """Bring the heaps up to date, from a class whose state has changed upwards."""
        while one.parent is not None:
            ready = one.opens is None and bool(one.queue or one.ready_children)
            if ready == bool(one.entry):
                return
            if ready:
                one.tag = max(one.tag, one.parent.virtual)
                self._entries += 1
                one.entry = self._entries
                one.parent.ready_children += 1
                heapq.heappush(one.parent.heap, (one.tag, one.entry, one))
            else:
                self._leave(one)
            one = one.parent

    def _leave(self, one: _Class) -> None:
        """Take a ready class out of its parent's heap; the entry there is stale now."""
        one.entry = 0
        if one.parent is not None:
            one.parent.ready_children -= 1

    def _first_child(self, parent: _Class) -> _Class:
        """Take out the ready child with the least tag, and serve it."""
        while True:
            _, entry, one = heapq.heappop(parent.heap)
            if entry == one.entry:
                self._leave(one)
                parent.virtual = one.tag
                return one

    def _charge(self, one: _Class, size: int) -> None:
        """Count what a class has sent."""
        if one.bucket is not None:
            one.bucket.settle(self._now)
            one.bucket.level -= size * THOUSANDTHS
            self._note_opening(one)
        one.tag -= -size * ONE // one.weight


def _count(leaf: _Class, packets: int, length: int) -> None:
    for one in leaf.upwards():
        one.packets += packets
        one.length += length
