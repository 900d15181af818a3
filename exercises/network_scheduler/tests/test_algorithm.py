"""Algorithm: legal departures, limits, shares by weight at every level, the next opening."""

from typing import Any

from hypothesis import example, given, settings

from exercises.network_scheduler.tests.arguments import Deed, History, histories
from exercises.network_scheduler.tests.envelope import (
    AFTER_A_NIGHT,
    FRACTIONS,
    TWO_LEAVES,
    Limit,
    limited_classes,
    play_limit,
)
from exercises.network_scheduler.tests.histories import (
    HELD_UP_SIBLING,
    LARGE_AFTER_SMALL,
    LIMITED_ROOT,
)
from exercises.network_scheduler.tests.link import play_link
from exercises.network_scheduler.tests.moves import play_all
from exercises.network_scheduler.tests.openings import (
    CHANGE_IN_DEBT,
    EXACTLY_ZERO,
    SLOW_CHILD,
    SLOW_PARENT,
    TWO_BACKLOGGED,
    Openings,
    openings,
    play_openings,
)
from exercises.network_scheduler.tests.plans import Plan
from exercises.network_scheduler.tests.scenarios import (
    CROWDED_BRANCH,
    HEAVY_BRANCH,
    LARGE_AND_SMALL,
    deep_trees,
    flat_trees,
)
from harness.graded import graded
from harness.strategies import with_examples

EVERYDAY_DEEDS = (
    *(Deed.ADD, Deed.ENQUEUE, Deed.ENQUEUE, Deed.ENQUEUE, Deed.FILL),
    *(Deed.DEQUEUE, Deed.DEQUEUE, Deed.DEQUEUE, Deed.DRAW),
    *(Deed.REWEIGHT, Deed.LIMIT, Deed.UNLIMIT, Deed.REMOVE, Deed.BACKLOG),
)
JUMPS = (0, 0, 0, 1, 1, 7, 40, 200, 900)


@graded("packets-leave-by-the-rules")
@settings(max_examples=70)
@given(history=histories(EVERYDAY_DEEDS, JUMPS))
@example(history=HELD_UP_SIBLING)
@example(history=LIMITED_ROOT)
@example(history=LARGE_AFTER_SMALL)
def test_packets_leave_by_the_rules(submission: Any, history: History) -> None:
    """Every departure, refusal, drop and backlog fits the tree; in the end nothing is left."""
    play_all(submission, history)


@graded("limits-hold-in-any-interval")
@settings(max_examples=25)
@given(limit=limited_classes())
@example(limit=FRACTIONS)
@example(limit=AFTER_A_NIGHT)
@example(limit=TWO_LEAVES)
def test_limits_hold_in_any_interval(submission: Any, limit: Limit) -> None:
    """A limited class sends neither more than its envelope nor less than its rate."""
    play_limit(submission, limit)


@graded("siblings-share-by-weight")
@settings(max_examples=30)
@given(plan=flat_trees(250))
@with_examples(LARGE_AND_SMALL)
def test_siblings_share_by_weight(submission: Any, plan: Plan) -> None:
    """Backlogged leaves stay within the drift bound, pair by pair, whatever their packets."""
    play_link(submission, plan)


@graded("every-level-shares-by-weight")
@settings(max_examples=25)
@given(plan=deep_trees(200))
@with_examples(CROWDED_BRANCH, HEAVY_BRANCH)
def test_every_level_shares_by_weight(submission: Any, plan: Plan) -> None:
    """Siblings stay within the drift bound at every level, however many leaves they have."""
    play_link(submission, plan)


@graded("next-opening-is-exact")
@settings(max_examples=60)
@given(plan=openings())
@example(plan=SLOW_PARENT)
@example(plan=SLOW_CHILD)
@example(plan=CHANGE_IN_DEBT)
@example(plan=EXACTLY_ZERO)
@example(plan=TWO_BACKLOGGED)
def test_next_opening_is_exact(submission: Any, plan: Openings) -> None:
    """next_ready names the very millisecond, and asking changes nothing."""
    asked = play_openings(submission, plan, asked=True)
    unasked = play_openings(submission, plan, asked=False)
    assert asked == unasked, (
        f"With calls of next_ready these packets left: {asked}. The same calls without them gave"
        f" {unasked}. next_ready must not change what is sent"
    )
