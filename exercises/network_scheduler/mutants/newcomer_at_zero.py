"""Every class starts at tag 0, and a silent one keeps its old tag.

Killed by: silence-and-limits-earn-nothing
"""

from collections import deque
from dataclasses import dataclass

SCALE = 720720 * 1000


@dataclass(frozen=True)
class Packet:
    leaf: int
    packet: int
    size: int


class UnknownClass(Exception):
    pass


class ClassStateError(Exception):
    pass


class Node:
    def __init__(self, name, parent, weight, now):
        self.name = name
        self.parent = parent
        self.weight = weight
        self.rate = None
        self.burst = None
        self.level = 0  # thousandths of a byte
        self.last = now
        self.children = []
        self.queue = deque()
        self.ready = {}  # children that may send
        self.tag = 0
        self.virtual = 0

    def path(self):
        node = self
        while node is not None:
            yield node
            node = node.parent

    def refill(self, now):
        if self.rate is not None:
            self.level = min(self.level + self.rate * (now - self.last), 1000 * self.burst)
        self.last = now

    def conforms(self):
        return self.rate is None or self.level > 0

    def opens(self, now):
        if self.conforms():
            return now
        return now + -self.level // self.rate + 1


class NetworkScheduler:
    def __init__(self, mtu, queue_packets):
        if mtu < 1 or queue_packets < 1:
            raise ValueError("bad link")
        self.mtu = mtu
        self.capacity = queue_packets
        self.now = 0
        self.root = Node(0, None, 1, 0)
        self.nodes = {0: self.root}

    def add_class(self, now, name, parent, weight, rate=None, burst=None):
        self.check(now)
        self.check_weight(weight)
        self.check_limit(rate, burst)
        above = self.find(parent)
        if name in self.nodes or above.queue:
            raise ClassStateError(name)
        self.advance(now)
        node = Node(name, above, weight, now)
        above.children.append(node)
        self.nodes[name] = node
        self.limit(node, rate, burst)

    def set_weight(self, now, name, weight):
        self.check(now)
        self.check_weight(weight)
        node = self.find(name)
        self.advance(now)
        if node.parent is not None:
            ahead = max(0, node.tag - node.parent.virtual)
            node.tag = max(node.tag, node.parent.virtual) - ahead + ahead * node.weight // weight
        node.weight = weight

    def set_limit(self, now, name, rate, burst):
        self.check(now)
        self.check_limit(rate, burst)
        node = self.find(name)
        self.advance(now)
        self.limit(node, rate, burst)
        self.update(node)

    def remove_class(self, now, name):
        self.check(now)
        node = self.leaf(name)
        self.advance(now)
        dropped = tuple(packet for packet, size in node.queue)
        node.queue.clear()
        self.update(node)
        node.parent.children.remove(node)
        del self.nodes[name]
        return dropped

    def enqueue(self, now, name, packet, size):
        self.check(now)
        if size < 1 or size > self.mtu:
            raise ValueError("bad size")
        node = self.leaf(name)
        self.advance(now)
        if len(node.queue) >= self.capacity:
            return False
        node.queue.append((packet, size))
        self.update(node)
        return True

    def dequeue(self, now):
        self.check(now)
        self.advance(now)
        if not self.root.conforms() or not self.root.ready:
            return None
        node = self.root
        while node.children:
            node = self.choose(node)
        packet, size = node.queue.popleft()
        self.charge(node, size)
        return Packet(node.name, packet, size)

    def next_ready(self, now):
        self.check(now)
        self.advance(now)
        best = None
        for leaf in self.nodes.values():
            if leaf.queue:
                time = max(node.opens(now) for node in leaf.path())
                if best is None or time < best:
                    best = time
        return best

    def backlog(self, name):
        node = self.find(name)
        packets = size = 0
        stack = [node]
        while stack:
            node = stack.pop()
            stack.extend(node.children)
            packets += len(node.queue)
            size += sum(size for packet, size in node.queue)
        return packets, size

    # policy

    def choose(self, node):
        child = min(node.ready, key=lambda one: one.tag)
        node.virtual = child.tag
        return child

    def charge(self, leaf, size):
        for node in leaf.path():
            node.tag += size * SCALE // node.weight
            if node.rate is not None:
                node.level -= 1000 * size
        for node in leaf.path():
            self.update(node)

    def join(self, node):
        node.parent.ready[node] = True

    def leave(self, node):
        del node.parent.ready[node]

    # state

    def update(self, node):
        while node.parent is not None:
            ready = node.conforms() and bool(node.queue or node.ready)
            if ready == (node in node.parent.ready):
                return
            if ready:
                self.join(node)
            else:
                self.leave(node)
            node = node.parent

    def advance(self, now):
        if now > self.now:
            self.now = now
            for node in self.nodes.values():
                if node.rate is not None:
                    was_closed = not node.conforms()
                    node.refill(now)
                    if was_closed and node.conforms():
                        self.update(node)

    def limit(self, node, rate, burst):
        node.refill(self.now)
        if rate is None:
            node.level = 0
        elif node.rate is None:
            node.level = 1000 * burst
        else:
            node.level = min(node.level, 1000 * burst)
        node.rate = rate
        node.burst = burst

    # checks

    def check(self, now):
        if now < self.now:
            raise ValueError("time goes back")

    def check_weight(self, weight):
        if weight < 1:
            raise ValueError("bad weight")

    def check_limit(self, rate, burst):
        if (rate is None) != (burst is None):
            raise ValueError("rate without burst")
        if rate is not None and (rate < 1 or burst < 1):
            raise ValueError("bad limit")

    def find(self, name):
        if name not in self.nodes:
            raise UnknownClass(name)
        return self.nodes[name]

    def leaf(self, name):
        node = self.find(name)
        if node is self.root or node.children:
            raise ClassStateError(name)
        return node
