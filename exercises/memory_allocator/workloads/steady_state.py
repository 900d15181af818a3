"""The steady state: what the handout's model of fragmentation says, beside what is measured.

At each step one range dies at random and one of random size is born. After some generations the gaps
are counted. The figures are the solution's and carry no points: they test the formulas.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from exercises.memory_allocator.stub.solution import OutOfMemory
from exercises.memory_allocator.workloads.placements import Placements
from exercises.memory_allocator.workloads.trace import between, one_of

GRANULE = 16
RANGES = 60
LEAST_BYTES, MOST_BYTES = 16, 1024
ARENA_BYTES = RANGES * MOST_BYTES * 2 // 3
"""A third more than the ranges hold on average."""
WARM_UP_STEPS, MEASURED_STEPS = 200, 200


@dataclass(frozen=True, slots=True)
class _Sample:
    ranges: int
    requested: int
    held: int
    gaps: int
    largest_share: float


def steady_state(submission: Any, randomness: Random) -> Mapping[str, float]:
    """Return measured figures and the model's predictions for them, by name."""
    churn = _Churn(submission, randomness)
    for _ in range(RANGES):
        churn.bear()
    for _ in range(WARM_UP_STEPS):
        churn.step()
    churn.born = churn.exact = 0
    samples = [churn.step() for _ in range(MEASURED_STEPS)]
    ranges, gaps = sum(s.ranges for s in samples), sum(s.gaps for s in samples)
    held, requested = sum(s.held for s in samples), sum(s.requested for s in samples)
    arenas = MEASURED_STEPS * ARENA_BYTES
    p = 1 - churn.exact / max(1, churn.born)
    half_pk = p / 2 * ((arenas - held) / max(1, gaps)) / (held / ranges)
    return {
        "gaps / ranges": gaps / ranges,
        "p / 2": p / 2,
        "free / arena": 1 - held / arenas,
        "free / arena from p and k": half_pk / (1 + half_pk),
        "internal fragmentation": 1 - requested / held,
        "granule / (2 mean size)": GRANULE / 2 / (requested / ranges),
        "external fragmentation": 1 - sum(s.largest_share for s in samples) / MEASURED_STEPS,
    }


class _Churn:
    def __init__(self, submission: Any, randomness: Random) -> None:
        self._draw = randomness.random
        base = GRANULE * between(self._draw, 0, 999)
        submission.begin_trial()
        self._allocator = submission.MemoryAllocator(base=base, size=ARENA_BYTES, granule=GRANULE)
        self._placements = Placements(base, ARENA_BYTES, GRANULE)
        self._requested: dict[int, int] = {}
        self.born = self.exact = 0

    def bear(self) -> None:
        """Allocate a range of random size; where there is no room, none is born."""
        size = between(self._draw, LEAST_BYTES, MOST_BYTES)
        try:
            address = self._allocator.allocate(size)
        except OutOfMemory:
            return
        gaps_before = len(self._placements.gap_sizes())
        self._placements.add(f"allocate({size})", address, size, 1)
        self._requested[address] = size
        self.born += 1
        self.exact += len(self._placements.gap_sizes()) < gaps_before

    def step(self) -> _Sample:
        """Let one range die and one be born; say how things stand."""
        address = one_of(self._draw, list(self._requested))
        self._allocator.free(address)
        self._placements.remove(address)
        del self._requested[address]
        for _ in range(min(2, RANGES - len(self._requested))):
            self.bear()
        gaps = self._placements.gap_sizes()
        free = sum(gaps)
        return _Sample(
            len(self._requested),
            sum(self._requested.values()),
            ARENA_BYTES - free,
            len(gaps),
            max(gaps, default=0) / max(1, free),
        )
