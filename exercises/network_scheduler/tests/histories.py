"""Histories that chance finds too seldom; ``moves`` says how a step is played."""

from exercises.network_scheduler.tests.arguments import MTU, Deed, History, Step

HELD_UP_SIBLING = History(
    8,
    (
        Step(Deed.ADD, limit=(10, 10)),
        Step(Deed.ADD),
        *(Step(Deed.ENQUEUE, choice=choice, size=20) for choice in (0, 0, 1, 1)),
        *[Step(Deed.DEQUEUE)] * 4,
    ),
)
"""Class 1 is limited and at the front; class 2, beside it, is free."""
LIMITED_ROOT = History(
    8,
    (
        *(Step(Deed.ADD), Step(Deed.LIMIT, limit=(100, 50))),
        *[Step(Deed.ENQUEUE)] * 3,
        *(Step(Deed.DRAW), Step(Deed.DEQUEUE, 500), Step(Deed.DEQUEUE, 1)),
    ),
)
"""The limit of the root is that of the whole link."""
LARGE_AFTER_SMALL = History(
    8,
    (
        Step(Deed.ADD, limit=(100, 50)),
        *(Step(Deed.ENQUEUE, size=size) for size in (MTU, 10, MTU)),
        Step(Deed.DEQUEUE),
        Step(Deed.DEQUEUE, 400),
        Step(Deed.DEQUEUE, 200),
        Step(Deed.DEQUEUE, 101),
    ),
)
"""A packet is larger than the bucket: it leaves as soon as there are tokens, and leaves a debt."""


def _two_leaves(*steps: Step) -> History:
    packets = [Step(Deed.ENQUEUE, choice=number % 2) for number in range(6)]
    return History(8, (Step(Deed.ADD), Step(Deed.ADD), *packets, *steps))


SERVED_THEN_REMOVED = _two_leaves(
    Step(Deed.DEQUEUE), Step(Deed.REMOVE_SERVED), Step(Deed.DRAW), Step(Deed.DRAW)
)
SERVED_THEN_REPLACED = _two_leaves(
    Step(Deed.DEQUEUE), Step(Deed.REPLACE), Step(Deed.REPLACE, choice=1), Step(Deed.DRAW)
)
LIMITED_IN_DEBT = History(
    8,
    (
        Step(Deed.ADD, limit=(100, 10)),
        *[Step(Deed.ENQUEUE)] * 3,
        Step(Deed.DEQUEUE),
        Step(Deed.LIMIT, 500, limit=(1000, 300), choice=1),
        Step(Deed.DRAW, 20),
        Step(Deed.DRAW, 21),
        Step(Deed.DRAW, 60),
    ),
)
"""A new limit in the middle of a debt: what was earned before it was earned at the old rate."""
SMALLER_BUCKET = History(
    8,
    (
        Step(Deed.ADD, limit=(100, 300)),
        *[Step(Deed.ENQUEUE)] * 4,
        Step(Deed.LIMIT, choice=1, limit=(100, 20)),
        *[Step(Deed.DEQUEUE)] * 3,
    ),
)
"""A full bucket of 300 bytes becomes one of 20."""
NEW_NAME_OLD_BUCKET = History(
    8,
    (
        Step(Deed.ADD, limit=(10, 10)),
        *[Step(Deed.ENQUEUE)] * 3,
        Step(Deed.DEQUEUE),
        Step(Deed.REPLACE, limit=(10, 10)),
        Step(Deed.DRAW),
    ),
)
"""A class is removed in debt; the new one of its name has a full bucket."""
LEAF_AND_INNER = History(
    8,
    (
        Step(Deed.ADD, limit=(100, 50)),
        Step(Deed.SPLIT),
        Step(Deed.DRAW),
        Step(Deed.MERGE),
        Step(Deed.DRAW, 900),
        Step(Deed.SPLIT, 900),
        Step(Deed.DRAW, 900),
    ),
)
"""A leaf becomes an inner class, then a leaf again, then an inner class."""
AFTER_A_NIGHT = History(
    8,
    (
        Step(Deed.ADD, limit=(100, 150)),
        *[Step(Deed.ENQUEUE)] * 5,
        Step(Deed.SLEEP),
        Step(Deed.DRAW),
        Step(Deed.SLEEP),
        Step(Deed.DRAW),
    ),
)
