"""Benchmark: remote references an acquisition, for 2 to 16 threads. Counts, no clock."""

from random import Random
from typing import Any

from exercises.process_lock.tests.walks import measure
from harness.benchmarks.growth import fit_exponent
from harness.graded import graded

SIZES = (2, 4, 8, 16)
FITTED = (4, 8, 16)
SECTIONS = 6
WALKS = 2
FEW_AT_TWO, FEW_AT_SIXTEEN = 4, 20
HALF = 0.55
"""The growth that earns half of the points: small constants matter too."""


@graded("remote-references-stay-flat")
def test_remote_references_stay_flat(submission: Any, randomness: Random, figures: Any) -> None:
    """The slope of log remote references over log threads; small constants count for half."""
    remote = {size: _remote(submission, size, randomness) for size in SIZES}
    growth = fit_exponent(FITTED, [remote[size] for size in FITTED])
    is_small = remote[2] < FEW_AT_TWO and remote[16] < FEW_AT_SIXTEEN
    scored = min(growth, HALF) if is_small else growth
    figures.record("remote-references-stay-flat", scored)
    figures.record("growth", growth)
    for size, value in remote.items():
        figures.record(f"remote references with {size} threads", value)


def _remote(submission: Any, threads: int, randomness: Random) -> float:
    program = ("W" * SECTIONS,) * threads
    walks = [measure(submission, program, randomness.getrandbits(32)) for _ in range(WALKS)]
    return sum(one.remote for one in walks) / sum(one.acquisitions for one in walks)
