"""Policy: what is accepted, how near its parts are to each other, and what it gets where it sits."""

from random import Random
from typing import Any

from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session
from exercises.processor_allocator.workloads.arrivals import NODES, story
from exercises.processor_allocator.workloads.visits import Pool, Tally
from harness.graded import AnotherRuleBrokenError, graded

RUNS = 8
LEAST_ACCEPTANCE = 0.7
"""Of a pool's: who refuses more than that has it easy with what is left."""


def _measure(submission: Any, randomness: Random) -> tuple[Tally, Tally]:
    """Return the tally of the solution, and that of a host that is one pool."""
    tally, pooled = Tally(), Tally()
    for _ in range(RUNS):
        submission.begin_trial()
        drawn = story(randomness)
        try:
            tally.play(Session(submission, NODES, Aspect.PLACE), drawn)
        except AnotherRuleBrokenError as error:
            raise AssertionError(f"there is no figure: {error}") from None
        pooled.play(Pool(), drawn)
    return tally, pooled


def _expect_acceptance(tally: Tally, pooled: Tally) -> None:
    ratio = tally.acceptance / pooled.acceptance
    assert ratio >= LEAST_ACCEPTANCE, (
        f"the machines that were placed are worth {ratio:.2f} of what one pool would have taken; the"
        f" figure counts from {LEAST_ACCEPTANCE} on, because an empty host is no achievement"
    )


@graded("little-is-refused")
def test_little_is_refused(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the value that is accepted, as a share of what one large processor would accept."""
    tally, pooled = _measure(submission, randomness)
    figures.record("little-is-refused", tally.acceptance / pooled.acceptance)
    figures.record("acceptance alpha", tally.acceptance)
    figures.record("stranded at a refusal S", tally.stranded / max(1, tally.refusals))


@graded("wide-machines-stay-in-one-node")
def test_wide_machines_stay_in_one_node(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the share of wide machines that lie within one node."""
    tally, pooled = _measure(submission, randomness)
    _expect_acceptance(tally, pooled)
    figures.record("wide-machines-stay-in-one-node", tally.locality)


@graded("pinned-machines-get-their-share")
def test_pinned_machines_get_their_share(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure what machines get where they sit, as a share of what one pool would give them."""
    tally, pooled = _measure(submission, randomness)
    _expect_acceptance(tally, pooled)
    figures.record("pinned-machines-get-their-share", tally.delivery)
    figures.record("evenness J", sum(tally.evenness) / len(tally.evenness))
