"""When a packet may leave next: two limited classes above each other, limits changed on the way."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.arguments import MTU
from exercises.network_scheduler.tests.session import Session

PARENT, CHILD, SIBLING = 1, 2, 3
"""The sibling is a second leaf under the parent."""
ROUND_RATES = (100, 125, 200, 250, 500, 1000, 2000, 4000)
"""Divisors and multiples of 1000: levels come to exactly zero."""


@dataclass(frozen=True, slots=True)
class LimitChange:
    """A new limit ``wait_ms`` after the packet of number ``after`` has left."""

    after: int
    wait_ms: int
    name: int
    limit: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Openings:
    """Limits of parent, child and sibling, packets as (leaf, size), and changes."""

    limits: tuple[tuple[int, int] | None, ...]
    packets: tuple[tuple[int, int], ...]
    changes: tuple[LimitChange, ...] = ()


def openings() -> st.SearchStrategy[Openings]:
    """Draw limits, two to eight packets and at most four changes."""
    rates = st.one_of(st.sampled_from(ROUND_RATES), st.integers(100, 4000))
    limits = st.tuples(rates, st.integers(1, 200))
    packets = st.tuples(st.sampled_from((CHILD, CHILD, SIBLING)), st.integers(1, MTU))
    changes = st.builds(
        LimitChange,
        after=st.integers(0, 6),
        wait_ms=st.sampled_from((0, 1, 10, 40, 300)),
        name=st.sampled_from((0, PARENT, CHILD)),
        limit=st.one_of(limits, limits, st.none()),
    )
    return st.builds(
        Openings,
        limits=st.tuples(limits, limits, st.one_of(st.none(), limits)),
        packets=st.lists(packets, min_size=2, max_size=8).map(tuple),
        changes=st.lists(changes, max_size=4).map(tuple),
    )


_PACKETS = ((CHILD, MTU),) * 4
SLOW_PARENT = Openings(((100, 10), (4000, 10), None), _PACKETS)
SLOW_CHILD = Openings(((4000, 10), (100, 10), None), _PACKETS)
CHANGE_IN_DEBT = Openings(
    ((1000, 50), (250, 20), None),
    _PACKETS,
    (LimitChange(1, 10, CHILD, (1000, 10)), LimitChange(2, 10, PARENT, (125, 5))),
)
EXACTLY_ZERO = Openings(((1000, 10), (500, 50), None), ((CHILD, 50), (SIBLING, 40), (CHILD, 10)))
TWO_BACKLOGGED = Openings(((1000, 100), (1000, 100), None), ((CHILD, MTU), (SIBLING, MTU)) * 3)


def play_openings(submission: Any, plan: Openings, *, asked: bool) -> list[Packet]:
    """Send all packets at the first moment at which they may leave; return them.

    With ``asked`` the solution says when, and it is tried a millisecond before; else the model does.
    """
    session = Session(submission, MTU, len(plan.packets))
    session.add_class(0, PARENT, 0, 1, plan.limits[0])
    session.add_class(0, CHILD, PARENT, 1, plan.limits[1])
    session.add_class(0, SIBLING, PARENT, 1, plan.limits[2])
    for number, (leaf, size) in enumerate(plan.packets):
        session.enqueue(0, leaf, number, size)
    now, sent = 0, []
    for number in range(len(plan.packets)):
        for change in plan.changes:
            if change.after == number:
                now += change.wait_ms
                session.set_limit(now, change.name, change.limit)
        now = _next_time(session, now, asked=asked)
        packet = session.dequeue(now)
        if packet is not None:
            sent.append(packet)
    if asked:
        session.next_ready(now)
    return sent


def _next_time(session: Session, now: int, *, asked: bool) -> int:
    """Return the moment of the next packet; try it a millisecond too early."""
    session.model.settle(now)
    time = session.next_ready(now) if asked else session.model.next_ready()
    if time is None:
        raise ValueError("there is a packet for every round")
    if time > now:
        session.dequeue(time - 1)
    return time
