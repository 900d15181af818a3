r"""What a limit means for departures alone; no token is counted here.

In any interval a limited class sends less than $\sigma + L + r(t - s)$ bytes; while it is backlogged
and nothing else holds it back, it has sent at least $r t$ bytes since its first service.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.network_scheduler.tests.arguments import MTU

LIMITED = 1
LEAVES = (2, 3)
LEAST_SIZE = 31
"""More than any limit here earns between two services: one packet a service is enough for its rate."""
IDLE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Limit:
    """A limited class and how it is served: one packet every ``gap_ms``, from ``first_ms`` on."""

    rate: int
    burst: int
    gap_ms: int
    first_ms: int
    sizes: tuple[int, ...]
    on_leaf: bool
    """Else it has two leaves."""
    services: int = 300

    def __str__(self) -> str:
        place = "a leaf" if self.on_leaf else "a class with two leaves"
        return (
            f"Class {LIMITED}, {place}, has {self.rate} bytes/s and a burst of {self.burst} bytes."
        )


def limited_classes() -> st.SearchStrategy[Limit]:
    """Draw a limit whose burst is at least what it earns between two services."""
    return st.builds(
        lambda rate, burst, gap_ms, **rest: Limit(
            rate, max(burst, -(-rate * gap_ms // 1000)), gap_ms, **rest
        ),
        rate=st.integers(1, 999),
        burst=st.one_of(st.integers(1, 40), st.integers(1, 400)),
        gap_ms=st.integers(1, 30),
        first_ms=st.sampled_from((0, IDLE_MS)),
        sizes=st.lists(st.integers(LEAST_SIZE, MTU), min_size=1, max_size=4).map(tuple),
        on_leaf=st.booleans(),
    )


FRACTIONS = Limit(150, 40, 5, 0, (50,), on_leaf=True)
"""A service interval earns three quarters of a byte."""
AFTER_A_NIGHT = Limit(900, 50, 30, IDLE_MS, (MTU,), on_leaf=True)
TWO_LEAVES = Limit(400, 50, 10, 0, (MTU,), on_leaf=False)


class Envelope:
    """Judges the departures of one limited class."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit
        self._sent = 0
        self._start: tuple[int, int, int] | None = None
        """Bytes sent before the packet from which the envelope is tightest, its time, the slack."""

    def serve(self, now: int, size: int) -> str | None:
        """Count a service, with the size that left or 0; return what is wrong, or None."""
        limit = self._limit
        slack = 1000 * self._sent - limit.rate * now
        if self._start is None or slack < self._start[2]:
            self._start = (self._sent, now, slack)
        self._sent += size
        before, since, _ = self._start
        sent, ms = self._sent - before, now - since
        most = 1000 * (limit.burst + MTU) + limit.rate * ms
        if size and 1000 * sent >= most:
            return (
                f"{limit} From {since} ms to {now} ms it sent {sent} bytes; it must send less than"
                f" burst + L + rate x time = {limit.burst} + {MTU} + {limit.rate * ms / 1000} bytes."
            )
        served = now - limit.first_ms
        if 1000 * self._sent < limit.rate * served:
            return (
                f"{limit} It was backlogged and served every {limit.gap_ms} ms. In the {served} ms"
                f" since its first service it has sent {self._sent} bytes; its rate alone is worth"
                f" {limit.rate * served / 1000}."
            )
        return None


def play_limit(submission: Any, limit: Limit) -> None:
    """Serve a limited class; fail when it has sent too much or too little."""
    scheduler = submission.NetworkScheduler(mtu=MTU, queue_packets=4)
    scheduler.add_class(0, LIMITED, 0, 1, limit.rate, limit.burst)
    leaves = (LIMITED,) if limit.on_leaf else LEAVES
    for leaf in () if limit.on_leaf else LEAVES:
        scheduler.add_class(0, leaf, LIMITED, 1)
    offered = 0

    def offer(now: int, leaf: int) -> None:
        nonlocal offered
        scheduler.enqueue(now, leaf, offered, limit.sizes[offered % len(limit.sizes)])
        offered += 1

    for leaf in (*leaves, *leaves):
        offer(0, leaf)
    envelope = Envelope(limit)
    for number in range(limit.services):
        now = limit.first_ms + number * limit.gap_ms
        packet = scheduler.dequeue(now)
        fault = envelope.serve(now, 0 if packet is None else packet.size)
        assert fault is None, fault
        if packet is not None:
            offer(now, packet.leaf)
