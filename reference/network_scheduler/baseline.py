"""Round robin among the leaves, a packet at a time; exact token buckets, no weights.

What one writes first: a list of leaves, looked through from where the last packet came.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field


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


@dataclass(slots=True, eq=False)
class _Class:
    name: int
    parent: "_Class | None"
    rate: int = 0
    """Bytes a second; 0: no limit."""
    burst: int = 0
    level: int = 0
    """Tokens in thousandths of a byte."""
    settled: int = 0
    children: int = 0
    queue: deque[tuple[int, int]] = field(default_factory=deque)

    def path(self) -> Iterator["_Class"]:
        """Yield the class and all above it."""
        one: _Class | None = self
        while one is not None:
            yield one
            one = one.parent

    def settle(self, now: int) -> None:
        """Earn up to ``now``."""
        self.level = min(self.level + self.rate * (now - self.settled), 1000 * self.burst)
        self.settled = now

    def opens_at(self, now: int) -> int:
        """Return the first time from ``now`` on at which its own limit lets a packet pass."""
        self.settle(now)
        return now if not self.rate or self.level > 0 else now + -self.level // self.rate + 1


class NetworkScheduler:
    """Shares one link among the leaves of a tree."""

    def __init__(self, mtu: int, queue_packets: int) -> None:
        if mtu < 1 or queue_packets < 1:
            raise ValueError("mtu and queue_packets are at least 1")
        self._mtu = mtu
        self._capacity = queue_packets
        self._now = 0
        self._classes = {0: _Class(0, None)}
        self._ring: deque[_Class] = deque()
        """All classes but the root; the front is asked first."""

    def add_class(  # noqa: PLR0917  (the interface)
        self,
        now: int,
        name: int,
        parent: int,
        weight: int,
        rate: int | None = None,
        burst: int | None = None,
    ) -> None:
        """Make a new class under ``parent``."""
        self._check(now, weight, rate, burst)
        above = self._find(parent)
        if name in self._classes or above.queue:
            raise ClassStateError(f"class {name} exists, or {parent} holds packets")
        self._now = now
        above.children += 1
        made = self._classes[name] = _Class(name, above, settled=now)
        self._ring.append(made)
        self._limit(made, rate, burst)

    def set_weight(self, now: int, name: int, weight: int) -> None:
        """Check the call; weights do not count here."""
        self._check(now, weight)
        self._find(name)
        self._now = now

    def set_limit(self, now: int, name: int, rate: int | None, burst: int | None) -> None:
        """Give a class a new limit, or none."""
        self._check(now, 1, rate, burst)
        found = self._find(name)
        self._now = now
        self._limit(found, rate, burst)

    def remove_class(self, now: int, name: int) -> tuple[int, ...]:
        """Remove a class without children; return the ids of its packets."""
        self._check(now)
        found = self._leaf(name)
        self._now = now
        if found.parent is not None:
            found.parent.children -= 1
        self._ring.remove(found)
        del self._classes[name]
        return tuple(packet for packet, _ in found.queue)

    def enqueue(self, now: int, name: int, packet: int, size: int) -> bool:
        """Append a packet to the queue of a leaf unless it is full."""
        self._check(now)
        if not 1 <= size <= self._mtu:
            raise ValueError(f"a packet has 1 to {self._mtu} bytes, not {size}")
        found = self._leaf(name)
        self._now = now
        if len(found.queue) == self._capacity:
            return False
        found.queue.append((packet, size))
        return True

    def dequeue(self, now: int) -> Packet | None:
        """Return a packet of the next leaf in turn that may send."""
        self._check(now)
        self._now = now
        for _ in range(len(self._ring)):
            leaf = self._ring[0]
            self._ring.rotate(-1)
            if leaf.queue and self._opens_at(leaf) == now:
                packet, size = leaf.queue.popleft()
                for one in leaf.path():
                    if one.rate:
                        one.level -= 1000 * size
                return Packet(leaf.name, packet, size)
        return None

    def next_ready(self, now: int) -> int | None:
        """Return the earliest time from ``now`` on at which a packet may leave."""
        self._check(now)
        self._now = now
        return min((self._opens_at(leaf) for leaf in self._ring if leaf.queue), default=None)

    def backlog(self, name: int) -> tuple[int, int]:
        """Return packets and bytes queued in the subtree of a class."""
        found = self._find(name)
        queues = [leaf.queue for leaf in self._ring if found in leaf.path()]
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

    def _limit(self, one: _Class, rate: int | None, burst: int | None) -> None:
        one.settle(self._now)
        if rate is None or burst is None:
            one.rate = one.burst = one.level = 0
        else:
            one.level = min(one.level, 1000 * burst) if one.rate else 1000 * burst
            one.rate, one.burst = rate, burst

    def _opens_at(self, leaf: _Class) -> int:
        return max(one.opens_at(self._now) for one in leaf.path())
