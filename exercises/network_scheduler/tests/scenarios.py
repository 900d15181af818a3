"""Strategies for plans: trees and what happens to them; the rare ones as examples."""

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis import strategies as st

from exercises.network_scheduler.tests.arguments import MTU, WEIGHTS
from exercises.network_scheduler.tests.plans import Change, ClassPlan, Event, Plan

Test = TypeVar("Test", bound=Callable[..., Any])


def _sizes() -> st.SearchStrategy[tuple[int, ...]]:
    mixed = st.lists(st.integers(1, MTU), min_size=1, max_size=12).map(tuple)
    return st.one_of(mixed, st.sampled_from(((MTU,), (1,), (MTU, 1))))


def _leaves(least: int, most: int) -> st.SearchStrategy[tuple[ClassPlan, ...]]:
    one = st.tuples(st.sampled_from(WEIGHTS), _sizes())
    return st.lists(one, min_size=least, max_size=most).map(
        lambda drawn: tuple(
            ClassPlan(name, weight, sizes) for name, (weight, sizes) in enumerate(drawn, 1)
        )
    )


def flat_trees(packets: int) -> st.SearchStrategy[Plan]:
    """Draw leaves under the root, all backlogged."""
    return st.builds(
        Plan, _leaves(2, 5), st.just(packets), depth=st.just(2), gap_ms=st.sampled_from((0, 1, 9))
    )


LARGE_AND_SMALL = Plan((ClassPlan(1, 1, (MTU,)), ClassPlan(2, 1, (10,))), 200)


@st.composite
def deep_trees(draw: st.DrawFn, packets: int) -> Plan:
    """Draw two or three inner classes, one perhaps under another, with two to five leaves each."""
    inner: list[ClassPlan] = []
    for name in range(10, 10 + draw(st.integers(2, 3))):
        parent = draw(st.sampled_from((0, 0, name - 1))) if inner else 0
        inner.append(ClassPlan(name, draw(st.sampled_from(WEIGHTS)), (), parent))
    leaves: list[ClassPlan] = []
    for above in inner:
        count = draw(st.integers(1, 2))
        leaves += [
            ClassPlan(
                1 + len(leaves) + number, draw(st.sampled_from(WEIGHTS)), draw(_sizes()), above.name
            )
            for number in range(count)
        ]
    return Plan((*inner, *leaves), packets, depth=2)


CROWDED_BRANCH = Plan(
    (
        *(ClassPlan(10), ClassPlan(11)),
        ClassPlan(1, 1, (MTU,), 10),
        *(ClassPlan(name, 1, (MTU,), 11) for name in (2, 3, 4, 5)),
    ),
    120,
)
"""Two equal branches, one with a leaf and one with four."""


HEAVY_BRANCH = Plan(
    (
        *(ClassPlan(10, 20), ClassPlan(11, 1)),
        *(ClassPlan(1, 1, (MTU,), 10), ClassPlan(2, 20, (MTU,), 11)),
    ),
    120,
)
"""A heavy branch with a light leaf, a light branch with a heavy one."""


@st.composite
def changing_trees(draw: st.DrawFn, packets: int) -> Plan:
    """Draw leaves, some in a branch, that fall silent, are limited or get new weights."""
    leaves = draw(_leaves(2, 4))
    branch = draw(st.booleans())
    if branch:
        moved = [ClassPlan(one.name, one.weight, one.sizes, 10) for one in leaves[2:]]
        leaves = (*leaves[:2], *moved)
    classes = (ClassPlan(10, draw(st.sampled_from(WEIGHTS))), *leaves) if branch else leaves
    events: list[Event] = []
    for _ in range(draw(st.integers(1, 4))):
        events += draw(_changes([one.name for one in classes], packets))
    return Plan(classes, packets, tuple(events), draw(st.integers(1, 3)))


@st.composite
def _changes(draw: st.DrawFn, names: list[int], packets: int) -> list[Event]:
    """Draw a change and, for one that can be taken back, when it is."""
    name = draw(st.sampled_from(names))
    begins = draw(st.integers(0, packets // 2))
    ends = begins + draw(st.sampled_from((1, 5, 20, 70)))
    first, last = draw(
        st.sampled_from(
            (
                (Change.SILENCE, Change.RETURN),
                (Change.LIMIT, Change.UNLIMIT),
                (Change.REWEIGHT, Change.REWEIGHT),
            )
        )
    )
    weights = [draw(st.sampled_from(WEIGHTS)) for _ in range(2)]
    return [Event(begins, first, name, weights[0]), Event(ends, last, name, weights[1])]


def _two(*events: Event, packets: int = 300) -> Plan:
    return Plan((ClassPlan(1, 1, (MTU,)), ClassPlan(2, 1, (MTU,))), packets, events)


LONG_SILENCE = _two(Event(4, Change.SILENCE, 2), Event(204, Change.RETURN, 2))
LONG_LIMIT = _two(Event(4, Change.LIMIT, 2), Event(204, Change.UNLIMIT, 2))
RAISED_LATE = _two(Event(200, Change.REWEIGHT, 2, 2), packets=240)
LATE_BRANCH = Plan(
    (
        ClassPlan(10),
        ClassPlan(1, 1, (MTU,)),
        ClassPlan(2, 1, (MTU,), 10),
        ClassPlan(3, 1, (MTU,), 10),
    ),
    300,
    (
        *(Event(0, Change.SILENCE, 2), Event(0, Change.SILENCE, 3)),
        *(Event(200, Change.RETURN, 2), Event(200, Change.RETURN, 3)),
    ),
)
"""A whole branch offers nothing until 200 packets have left."""
ON_AND_OFF = Plan(
    (ClassPlan(1, 1, (MTU,)), ClassPlan(2, 1, (10,))),
    360,
    tuple(
        Event(6 * number + off, change, 2)
        for number in range(41)
        for off, change in ((0, Change.RETURN), (1, Change.SILENCE))
    )[:-1],
    depth=2,
)
"""Class 2 offers two small packets, forty times; then it stays."""
