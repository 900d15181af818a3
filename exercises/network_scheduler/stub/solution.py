"""A network scheduler: decides which packet leaves a link next, by weights and hierarchical limits.

Fill in the bodies. Time is an integer ``now`` in milliseconds that the caller passes in; nothing here
reads a clock. Classes form a tree; packets wait in the classes that have no children, the leaves.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Packet:
    """A packet that leaves the link.

    Attributes:
        leaf: The class that it was queued in.
        packet: The id that was given to ``enqueue``.
        size: Its length in bytes.
    """

    leaf: int
    packet: int
    size: int


class UnknownClass(Exception):  # noqa: N818  (the name is the interface)
    """No class has this name."""


class ClassStateError(Exception):
    """The class exists, or its name is taken, but it is in the wrong state for this call."""


class NetworkScheduler:
    """Shares one link among the classes of a tree.

    Every method but ``backlog`` takes ``now`` first and raises ValueError if it is smaller than in an
    earlier call that was accepted, or negative. A call that raises changes nothing. Checks come in
    this order: ``now``, values (weight, limit, size), existence, state.
    """

    def __init__(self, mtu: int, queue_packets: int) -> None:
        """Start with class 0 alone: the root, without a limit.

        Args:
            mtu: The largest packet, in bytes; at least 1.
            queue_packets: Capacity of the queue of each leaf; at least 1.

        Raises:
            ValueError: mtu < 1 or queue_packets < 1.
        """
        raise NotImplementedError

    def add_class(  # noqa: PLR0917  (the interface)
        self,
        now: int,
        name: int,
        parent: int,
        weight: int,
        rate: int | None = None,
        burst: int | None = None,
    ) -> None:
        """Make a new class under ``parent``.

        Args:
            now: The time, in milliseconds.
            name: Any integer that no class has.
            parent: A class that holds no packets in a queue of its own; it is no leaf from now on.
            weight: Its weight among its siblings, at least 1.
            rate: Limit of its whole subtree in bytes per second, at least 1; None: no limit.
            burst: Size of its token bucket in bytes, at least 1; None exactly if ``rate`` is None.

        Raises:
            ValueError: A weight, rate or burst below 1, or only one of rate and burst.
            UnknownClass: There is no class ``parent``.
            ClassStateError: The name is taken, or ``parent`` is a leaf that holds packets.
        """
        raise NotImplementedError

    def set_weight(self, now: int, name: int, weight: int) -> None:
        """Give a class a new weight among its siblings.

        Raises:
            ValueError: weight < 1.
            UnknownClass: No class has this name.
        """
        raise NotImplementedError

    def set_limit(self, now: int, name: int, rate: int | None, burst: int | None) -> None:
        """Give a class, the root too, a new limit; None and None take it away.

        Tokens that were earned up to ``now`` at the old rate stay, cut to the new burst.

        Raises:
            ValueError: A rate or burst below 1, or only one of the two.
            UnknownClass: No class has this name.
        """
        raise NotImplementedError

    def remove_class(self, now: int, name: int) -> tuple[int, ...]:
        """Remove a class without children; return the ids of its dropped packets in queue order.

        Raises:
            UnknownClass: No class has this name.
            ClassStateError: It is the root, or has children.
        """
        raise NotImplementedError

    def enqueue(self, now: int, name: int, packet: int, size: int) -> bool:
        """Append a packet to the queue of a leaf; return False if the queue is full: it is dropped.

        Raises:
            ValueError: The size is not in 1..mtu.
            UnknownClass: No class has this name.
            ClassStateError: It is the root, or has children.
        """
        raise NotImplementedError

    def dequeue(self, now: int) -> Packet | None:
        """Return the packet to send now; None only if no packet may leave now."""
        raise NotImplementedError

    def next_ready(self, now: int) -> int | None:
        """Return the earliest time, not before ``now``, at which ``dequeue`` would give a packet.

        It assumes that nothing else happens until then; None if no packet is queued.
        """
        raise NotImplementedError

    def backlog(self, name: int) -> tuple[int, int]:
        """Return how many packets, and bytes, are queued in the subtree of a class.

        Raises:
            UnknownClass: No class has this name.
        """
        raise NotImplementedError
