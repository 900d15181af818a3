r"""Clocks that start anywhere and run a little fast or slow, at a rate that never changes.

$$ local = offset + \lfloor global (1000 + r) / 1000 \rfloor $$ with r in permille. All times are integers.
"""

from dataclasses import dataclass

PERMILLE = 1000


@dataclass(frozen=True, slots=True)
class DriftingClock:
    """One node's clock, as a function of the true time."""

    offset: int = 0
    drift_permille: int = 0

    def local(self, at: int) -> int:
        """Return what the clock shows at the true time ``at``."""
        return self.offset + at * (PERMILLE + self.drift_permille) // PERMILLE

    def first_tick(self, local: int) -> int:
        """Return the first true time, 0 or later, at which the clock shows ``local`` or more."""
        ahead = local - self.offset
        return max(0, -(-ahead * PERMILLE // (PERMILLE + self.drift_permille)))
