"""Robson's adversary: a program that makes any allocator waste memory, by looking where ranges lie.

It asks for sizes 1, 2, 4, ..., n in turn, never holds more than M, and before each doubling keeps
just those ranges that spoil most: the ones that lie over one chosen residue modulo the next size
(J. M. Robson, Journal of the ACM 18, 1971 and 21, 1974). Everything is counted in granules.
"""

import math
from typing import Any

from exercises.memory_allocator.workloads.placements import Placements

GRANULE = 16


def lower_bound(peak: int, largest: int) -> float:
    r"""Return the granules that every allocator can be forced to use.

    $$ M (\tfrac12 \log_2 n + 1) - n + 1 $$
    """
    return peak * (math.log2(largest) / 2 + 1) - largest + 1


class Adversary:
    """Plays against one allocator, whose arena is so large that it never needs to refuse."""

    def __init__(self, submission: Any, peak: int, largest: int) -> None:
        size = 2 * peak * largest * GRANULE
        self._peak, self._largest = peak, largest
        submission.begin_trial()
        self._allocator = submission.MemoryAllocator(base=0, size=size, granule=GRANULE)
        self._placements = Placements(0, size, GRANULE)
        self._live: dict[int, int] = {}
        self._lowest, self._highest = size, 0

    def play(self) -> int:
        """Play to the end; return the granules from the lowest to the highest byte ever used."""
        residue, unit = 0, 1
        self._fill(unit)
        while unit < self._largest:
            unit *= 2
            residue = max((residue, residue + unit // 2), key=lambda r: self._spoiled(r, unit))
            for start in [s for s in self._live if not self._covers(s, residue, unit)]:
                self._allocator.free(start * GRANULE)
                self._placements.remove(start * GRANULE)
                del self._live[start]
            self._fill(unit)
        return self._highest - self._lowest

    def _fill(self, unit: int) -> None:
        while sum(self._live.values()) + unit <= self._peak:
            address = self._allocator.allocate(unit * GRANULE)
            self._placements.add(f"allocate({unit * GRANULE})", address, unit * GRANULE, 1)
            start = address // GRANULE
            self._live[start] = unit
            self._lowest = min(self._lowest, start)
            self._highest = max(self._highest, start + unit)

    def _covers(self, start: int, residue: int, unit: int) -> bool:
        return (residue - start) % unit < self._live[start]

    def _spoiled(self, residue: int, unit: int) -> int:
        covering = (start for start in self._live if self._covers(start, residue, unit))
        return sum(unit - self._live[start] for start in covering)
