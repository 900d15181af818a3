"""Policy: what a pair costs alone, who overtakes whom, how often threads are woken."""

from random import Random
from typing import Any

from exercises.process_lock.tests.costs import Costs
from exercises.process_lock.tests.walks import measure
from harness.graded import graded

THREADS = 8
SECTIONS = 8
WALKS = 4
PAIRS = 5


@graded("uncontended-pairs-are-cheap")
def test_uncontended_pairs_are_cheap(submission: Any, figures: Any) -> None:
    """Operations of the fifth acquire/release pair of a thread that nobody disturbs."""
    four, five = (
        measure(submission, ("W" * pairs, *[""] * (THREADS - 1)), seed=0).operations
        for pairs in (PAIRS - 1, PAIRS)
    )
    figures.record("uncontended-pairs-are-cheap", five - four)


@graded("few-overtakes")
def test_few_overtakes(submission: Any, randomness: Random, figures: Any) -> None:
    """Acquisitions by threads that asked while another one slept already, before that one's."""
    costs = contended(submission, randomness)
    figures.record("few-overtakes", mean(costs, [one.overtakes for one in costs]))


@graded("few-wake-ups")
def test_few_wake_ups(submission: Any, randomness: Random, figures: Any) -> None:
    """Futex calls and futile wake-ups an acquisition."""
    costs = contended(submission, randomness)
    futile = mean(costs, [one.futile_wakes for one in costs])
    calls = mean(costs, [one.futex_calls for one in costs])
    figures.record("few-wake-ups", calls + futile)
    figures.record("futex calls an acquisition", calls)
    figures.record("futile wake-ups an acquisition", futile)
    operations = mean(costs, [one.operations for one in costs])
    figures.record("operations an acquisition", operations)


def contended(submission: Any, randomness: Random) -> list[Costs]:
    """Return the costs of some walks in which all threads want the lock all the time."""
    program = ("W" * SECTIONS,) * THREADS
    return [measure(submission, program, randomness.getrandbits(32)) for _ in range(WALKS)]


def mean(costs: list[Costs], counts: list[int]) -> float:
    """Return counts of several walks divided by their acquisitions."""
    return sum(counts) / sum(one.acquisitions for one in costs)
