"""The oracle's state: the tree, its queues and exact token levels; no policy.

It never chooses a packet: it says what is wrong with the one that the solution chose, and follows it.
``now`` never decreases here; ``rules`` refuses such a call before it comes to the model.
"""

from collections import deque
from dataclasses import dataclass, field

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.bucket import Bucket

ROOT = 0


@dataclass(slots=True)
class TrafficClass:
    """A class of the tree; a leaf while it has no children."""

    parent: int | None
    weight: int
    bucket: Bucket | None = None
    children: int = 0
    queue: deque[tuple[int, int]] = field(default_factory=deque)
    """(packet, size), the head first."""


class Model:
    """The state that the rules prescribe, given the packets that the solution sent."""

    def __init__(self, mtu: int, queue_packets: int) -> None:
        self.mtu = mtu
        self.queue_packets = queue_packets
        self.now = 0
        self.classes = {ROOT: TrafficClass(None, 1)}

    # What is so

    def leaves(self) -> list[int]:
        """Return the classes that take packets."""
        return [name for name, one in self.classes.items() if name != ROOT and not one.children]

    def path(self, name: int) -> list[int]:
        """Return a class and all above it, up to the root."""
        found = []
        above: int | None = name
        while above is not None:
            found.append(above)
            above = self.classes[above].parent
        return found

    def children(self, name: int) -> list[int]:
        """Return the classes right under one."""
        return [child for child, one in self.classes.items() if one.parent == name]

    def shut(self, name: int) -> int | None:
        """Return the first class from this one upwards that does not conform, or None."""
        for above in self.path(name):
            bucket = self.classes[above].bucket
            if bucket is not None and not bucket.conforms():
                return above
        return None

    def may_leave(self) -> list[int]:
        """Return the leaves whose first packet may leave now."""
        return [name for name, one in self.classes.items() if one.queue and self.shut(name) is None]

    def able(self) -> set[int]:
        """Return the classes with such a leaf in their subtree."""
        return {above for leaf in self.may_leave() for above in self.path(leaf)}

    def next_ready(self) -> int | None:
        """Return the earliest time at which a packet may leave."""
        times = (self._opens_at(name) for name, one in self.classes.items() if one.queue)
        return min(times, default=None)

    def _opens_at(self, leaf: int) -> int:
        buckets = (self.classes[name].bucket for name in self.path(leaf))
        return max([self.now, *(bucket.opens_at() for bucket in buckets if bucket is not None)])

    def backlog(self, name: int) -> tuple[int, int]:
        """Return packets and bytes in the subtree of a class."""
        queues = [one.queue for leaf, one in self.classes.items() if name in self.path(leaf)]
        return sum(map(len, queues)), sum(size for queue in queues for _, size in queue)

    def departure_fault(self, sent: Packet | None) -> str | None:
        """Return what is wrong with the answer of ``dequeue``, or None."""
        if sent is None:
            free = self.may_leave()
            return f"{self.describe(free[0])}: its first packet may leave now" if free else None
        one = self.classes.get(sent.leaf)
        if one is None or not one.queue:
            return f"{self.describe(sent.leaf)}, so it has no packet to send"
        if (sent.packet, sent.size) != one.queue[0]:
            packet, size = one.queue[0]
            return f"the first packet of class {sent.leaf} is packet {packet} of {size} bytes"
        closed = self.shut(sent.leaf)
        if closed is None:
            return None
        return f"class {closed} does not conform: {self.describe(sent.leaf)}"

    def describe(self, name: int) -> str:
        """Say what a class holds, and what limits it."""
        one = self.classes.get(name)
        if one is None:
            return f"there is no class {name}"
        if name == ROOT or one.children:
            return f"class {name} {'is the root' if name == ROOT else 'has children'}"
        held = f"holds {len(one.queue)} packets" if one.queue else "holds no packet"
        return f"class {name} {held}{self._limits(name)}"

    def _limits(self, name: int) -> str:
        buckets = [(above, self.classes[above].bucket) for above in self.path(name)]
        known = [f"class {above} has {bucket}" for above, bucket in buckets if bucket is not None]
        return f" ({', '.join(known)})" if known else " (no limit on its path)"

    # What happens

    def settle(self, now: int) -> None:
        """Let all buckets earn up to ``now``."""
        if now == self.now:
            return
        self.now = now
        for one in self.classes.values():
            if one.bucket is not None:
                one.bucket.settle(now)

    def added(
        self, name: int, parent: int, weight: int, rate: int | None, burst: int | None
    ) -> None:
        """Follow an ``add_class``."""
        bucket = None if rate is None or burst is None else Bucket.full(self.now, rate, burst)
        self.classes[parent].children += 1
        self.classes[name] = TrafficClass(parent, weight, bucket)

    def reweighted(self, name: int, weight: int) -> None:
        """Follow a ``set_weight``."""
        self.classes[name].weight = weight

    def limited(self, name: int, rate: int | None, burst: int | None) -> None:
        """Follow a ``set_limit``."""
        one = self.classes[name]
        if rate is None or burst is None:
            one.bucket = None
        elif one.bucket is None:
            one.bucket = Bucket.full(self.now, rate, burst)
        else:
            one.bucket.change(rate, burst)

    def removed(self, name: int) -> tuple[int, ...]:
        """Follow a ``remove_class``; return the ids of the dropped packets."""
        gone = self.classes.pop(name)
        if gone.parent is not None:
            self.classes[gone.parent].children -= 1
        return tuple(packet for packet, _ in gone.queue)

    def enqueued(self, name: int, packet: int, size: int) -> bool:
        """Follow an ``enqueue``; return whether the packet is taken."""
        queue = self.classes[name].queue
        if len(queue) == self.queue_packets:
            return False
        queue.append((packet, size))
        return True

    def departed(self, leaf: int) -> None:
        """Follow a ``dequeue`` that gave the first packet of a leaf."""
        _, size = self.classes[leaf].queue.popleft()
        for name in self.path(leaf):
            bucket = self.classes[name].bucket
            if bucket is not None:
                bucket.take(size)
