r"""What a task gets against its ideal share: the guaranteed share, the lag, Jain's index.

The fluid share is what task i would receive in one tick from a CPU that runs all tasks at once:
$w_i / \sum_j w_j$.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from exercises.process_scheduler.workloads.simulation import Moment

GUARANTEED_PART = 0.5


@dataclass(slots=True)
class _Stay:
    """One task while it stays runnable."""

    stint: int
    since: int
    ran: int = 0
    share: float = 0.0
    most_live: int = 0


class GuaranteedShare:
    r"""Follows each task from the tick it became runnable: $S_i \ge \frac12 F_i - 3 q n$."""

    def __init__(self, slice_ticks: int) -> None:
        self._slice = slice_ticks
        self._stays: dict[int, _Stay] = {}

    def add(self, moment: Moment) -> str | None:
        """Count a tick; return what is wrong, or None."""
        total = sum(moment.live.values())
        for task, weight in moment.runnable.items():
            stay = self._stays.get(task)
            if stay is None or stay.stint != moment.stints[task]:
                stay = self._stays[task] = _Stay(moment.stints[task], moment.now)
            stay.ran += task in moment.running
            stay.share += weight / total
            stay.most_live = max(stay.most_live, len(moment.live))
            slack = 3 * self._slice * stay.most_live
            if stay.ran < GUARANTEED_PART * stay.share - slack:
                return self._fault(moment, task, stay)
        return None

    def _fault(self, moment: Moment, task: int, stay: _Stay) -> str:
        return (
            f"Task {task} (weight {moment.runnable[task]}) was runnable from tick {stay.since} to"
            f" tick {moment.now + 1} and ran {stay.ran} ticks of these. Its share among the live tasks"
            f" was {stay.share:.1f} ticks; it must get at least half of that less 3 q n ="
            f" 3 x {self._slice} x {stay.most_live} ticks, whoever comes and goes."
        )


class Lag:
    """Follows a fixed set of tasks on one CPU: fluid share less service, in ticks."""

    def __init__(self, weights: dict[int, int]) -> None:
        self._weights = weights
        self._ran = dict.fromkeys(weights, 0)
        self._ticks = 0
        self._total = sum(weights.values())
        self._most = 0

    def add(self, moment: Moment) -> None:
        """Count a tick."""
        self._ticks += 1
        for task in moment.running:
            if task is not None:
                self._ran[task] += 1
        for task, weight in self._weights.items():
            lag = abs(self._ticks * weight - self._ran[task] * self._total)
            self._most = max(self._most, lag)

    def most_ticks(self) -> Fraction:
        """Return the greatest lag so far, either way."""
        return Fraction(self._most, self._total)


def jain_index(shares: Sequence[int]) -> float:
    r"""Return Jain's fairness index $(\sum x)^2 / (n \sum x^2)$; 1 is perfectly even.

    >>> round(jain_index([2, 1, 1]), 3)
    0.889
    """
    return sum(shares) ** 2 / (len(shares) * sum(share * share for share in shares))
