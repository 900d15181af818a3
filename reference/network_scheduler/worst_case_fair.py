"""Worst-case fair queueing at every level of the tree; everything by looking through.

Each class has a virtual time among its siblings: the bytes that it has sent, divided by its weight. The
average of all siblings that may send, weighted, is the ideal. Of those who are not ahead of it, the one
whose next packet is due first sends; an inner class's next packet counts as an mtu. See Bennett and
Zhang, INFOCOM 1996, for eligibility and Stoica and Abdel-Wahab, TR-95-22, 1995, for the average.

No index is kept: before and after each call the whole tree is looked through for who may send.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

ONE = 720_720 << 8
"""One byte of virtual time for a class of weight 1."""


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
    rate: int
    burst: int
    level: int
    """Thousandths of a byte."""

    def earn(self, milliseconds: int) -> None:
        """Let time pass."""
        self.level = min(self.level + self.rate * milliseconds, 1000 * self.burst)

    def wait(self) -> int:
        """Return the milliseconds until a packet may pass."""
        return 0 if self.level > 0 else -self.level // self.rate + 1


@dataclass(slots=True, eq=False)
class _Class:
    name: int
    parent: "_Class | None"
    weight: int
    bucket: _Bucket | None = None
    queue: deque[tuple[int, int]] = field(default_factory=deque)
    children: list["_Class"] = field(default_factory=list)
    active: bool = False
    virtual: int = 0
    average: int = 0
    """Of its children, when last any of them was active."""

    def path(self) -> Iterator["_Class"]:
        """Yield the class and all above it."""
        one: _Class | None = self
        while one is not None:
            yield one
            one = one.parent

    def subtree(self) -> Iterator["_Class"]:
        """Yield all classes, children before parents."""
        for child in self.children:
            yield from child.subtree()
        yield self

    def wait(self) -> int:
        """Return the milliseconds until the limits on its path let a packet pass."""
        return max(one.bucket.wait() if one.bucket else 0 for one in self.path())

    def due(self, mtu: int) -> int:
        """Return the virtual time at which its next packet would have left the ideal link."""
        length = self.queue[0][1] if self.queue else mtu
        return self.virtual + length * ONE // self.weight

    def ideal(self) -> int:
        """Return the weighted average of the active children's virtual times."""
        active = [child for child in self.children if child.active]
        if active:
            total = sum(child.weight * child.virtual for child in active)
            self.average = total // sum(child.weight for child in active)
        return self.average


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
        made = self._classes[name] = _Class(name, above, weight)
        above.children.append(made)
        _limit(made, rate, burst)

    def set_weight(self, now: int, name: int, weight: int) -> None:
        """Give a class a new weight; its distance from the ideal stays the same in bytes."""
        self._check(now, weight)
        found = self._find(name)
        self._advance(now)
        if found.parent is not None:
            ideal = found.parent.ideal()
            ahead = (found.virtual - ideal) * found.weight
            found.virtual = ideal + ahead // weight
        found.weight = weight

    def set_limit(self, now: int, name: int, rate: int | None, burst: int | None) -> None:
        """Give a class a new limit, or none."""
        self._check(now, 1, rate, burst)
        found = self._find(name)
        self._advance(now)
        _limit(found, rate, burst)
        self._note_active()

    def remove_class(self, now: int, name: int) -> tuple[int, ...]:
        """Remove a class without children; return the ids of its packets."""
        self._check(now)
        found = self._leaf(name)
        self._advance(now)
        if found.parent is not None:
            found.parent.children.remove(found)
        del self._classes[name]
        self._note_active()
        return tuple(packet for packet, _ in found.queue)

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
        if len(found.queue) == 1:
            self._note_active()
        return True

    def dequeue(self, now: int) -> Packet | None:
        """Return the packet to send now, None if none may leave."""
        self._check(now)
        self._advance(now)
        if not self._root.active:
            return None
        leaf = self._root
        while leaf.children:
            leaf = _due_first(leaf, self._mtu)
        packet, size = leaf.queue.popleft()
        for one in leaf.path():
            if one.bucket is not None:
                one.bucket.level -= 1000 * size
            one.virtual -= -size * ONE // one.weight
        self._note_active()
        return Packet(leaf.name, packet, size)

    def next_ready(self, now: int) -> int | None:
        """Return the earliest time from ``now`` on at which a packet may leave."""
        self._check(now)
        self._advance(now)
        waits = (one.wait() for one in self._root.subtree() if one.queue)
        return min((now + wait for wait in waits), default=None)

    def backlog(self, name: int) -> tuple[int, int]:
        """Return packets and bytes queued in the subtree of a class."""
        queues = [one.queue for one in self._find(name).subtree()]
        return sum(map(len, queues)), sum(size for queue in queues for _, size in queue)

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
        for one in self._classes.values():
            if one.bucket is not None:
                one.bucket.earn(now - self._now)
        if now > self._now:
            self._now = now
            self._note_active()

    def _note_active(self) -> None:
        """Note who may send now; who comes back starts at the ideal unless it is ahead."""
        for one in self._root.subtree():
            is_open = one.bucket is None or one.bucket.level > 0
            active = is_open and (bool(one.queue) or any(child.active for child in one.children))
            if active and not one.active and one.parent is not None:
                one.virtual = max(one.virtual, one.parent.ideal())
            one.active = active


def _due_first(parent: _Class, mtu: int) -> _Class:
    ideal = parent.ideal()
    active = [child for child in parent.children if child.active]
    # After rounding perhaps nobody is eligible: then the one that is least ahead.
    eligible = [child for child in active if child.virtual <= ideal]
    if not eligible:
        return min(active, key=lambda child: child.virtual)
    return min(eligible, key=lambda child: child.due(mtu))


def _limit(one: _Class, rate: int | None, burst: int | None) -> None:
    if rate is None or burst is None:
        one.bucket = None
    elif one.bucket is None:
        one.bucket = _Bucket(rate, burst, 1000 * burst)
    else:
        one.bucket.rate, one.bucket.burst = rate, burst
        one.bucket.earn(0)
