"""Benchmark: how the time of a call grows with the number of held locks."""

from random import Random
from typing import Any

from exercises.file_lock.workloads.crowd import Crowd
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

COUNTS = (500, 1000, 2000, 4000)
TIMED_PAIRS = 150
REPEATS = 5


@graded("cost-grows-slowly")
def test_cost_grows_slowly(submission: Any, randomness: Random, figures: Any) -> None:
    """The exponent of processor time over the number of held locks."""
    crowds = {count: Crowd(submission, randomness, count) for count in COUNTS}
    seconds = least_costs(COUNTS, lambda count: crowds[count].timed_pairs(TIMED_PAIRS), REPEATS)
    for crowd in crowds.values():
        crowd.check_locks()
    figures.record("cost-grows-slowly", fit_exponent(COUNTS, seconds))
    for count, total in zip(COUNTS, seconds, strict=True):
        figures.record(f"microseconds a pair at {count} locks", total / TIMED_PAIRS * 1e6)
