"""Benchmark: how the time of a call grows with the number of ranges."""

from random import Random
from typing import Any

from exercises.memory_allocator.workloads.growth import Churn
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

COUNTS = (1000, 2000, 4000, 8000)
TIMED_PAIRS = 500


@graded("search-cost-grows-slowly")
def test_search_cost_grows_slowly(submission: Any, randomness: Random, figures: Any) -> None:
    """The exponent of processor time over the number of live ranges."""
    churns = {count: Churn(submission, randomness, count) for count in COUNTS}
    seconds = least_costs(COUNTS, lambda count: churns[count].timed_pairs(TIMED_PAIRS))
    figures.record("search-cost-grows-slowly", fit_exponent(COUNTS, seconds))
    for count, total in zip(COUNTS, seconds, strict=True):
        figures.record(f"microseconds a pair at {count} ranges", total / TIMED_PAIRS * 1e6)
