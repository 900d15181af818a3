r"""The drift bound: what weights promise to each pair of tasks while both stay runnable.

$$ \left|\frac{S_i}{w_i}-\frac{S_j}{w_j}\right| \le K q \left(\frac{1}{w_i}+\frac{1}{w_j}\right) $$

taken as the greatest less the least value of the running difference over one co-runnable interval;
an interval ends when either of the two blocks, exits, wakes or gets a new weight. In theory K is 1
for smallest virtual runtime first and 2 for EEVDF; a newcomer may be placed a slice off either way.
"""

from dataclasses import dataclass
from itertools import combinations
from math import lcm

from exercises.process_scheduler.workloads.simulation import Moment

SLACK_FACTOR = 4
"""K."""


@dataclass(slots=True)
class _Pair:
    """Two tasks in one co-runnable interval; differences are times ``scale``, which makes them integers."""

    stints: tuple[int, int]
    weights: tuple[int, int]
    since: int
    scale: int
    ran: tuple[int, int] = (0, 0)
    least: tuple[int, int, int, int] = (0, 0, 0, 0)
    """The least difference, when it was, what both had run then."""
    most: tuple[int, int, int, int] = (0, 0, 0, 0)

    def add(self, now: int, *, first_ran: bool) -> None:
        """Count the tick from ``now`` on, in which one of the two ran."""
        first, second = self.ran
        self.ran = first, second = (first + 1, second) if first_ran else (first, second + 1)
        difference = first * self.scale // self.weights[0] - second * self.scale // self.weights[1]
        entry = (difference, now + 1, first, second)
        self.least = min(self.least, entry)
        self.most = max(self.most, entry)


class Drift:
    """Follows all pairs of runnable tasks of a simulation.

    Attributes:
        factor: The K that would have been enough so far.
    """

    def __init__(self, slice_ticks: int) -> None:
        self._slice = slice_ticks
        self._pairs: dict[tuple[int, int], _Pair] = {}
        self.factor = 0.0

    def add(self, moment: Moment) -> str | None:
        """Count a tick; return what is wrong, or None."""
        self._renew_pairs(moment)
        for task in moment.running:
            if task is None:
                continue
            for other in moment.runnable:
                if other in moment.running:
                    continue
                names = (min(task, other), max(task, other))
                pair = self._pairs[names]
                pair.add(moment.now, first_ran=task == names[0])
                part = (pair.most[0] - pair.least[0]) / self._bound(pair)
                self.factor = max(self.factor, SLACK_FACTOR * part)
                if part > 1:
                    return self._fault(names, pair)
        return None

    def _renew_pairs(self, moment: Moment) -> None:
        for names in combinations(sorted(moment.runnable), 2):
            stints = (moment.stints[names[0]], moment.stints[names[1]])
            pair = self._pairs.get(names)
            if pair is None or pair.stints != stints:
                weights = (moment.runnable[names[0]], moment.runnable[names[1]])
                scale = lcm(*weights)
                start = (0, moment.now, 0, 0)
                self._pairs[names] = _Pair(
                    stints, weights, moment.now, scale, least=start, most=start
                )

    def _bound(self, pair: _Pair) -> int:
        """Return the bound times the pair's scale."""
        whole = pair.scale // pair.weights[0] + pair.scale // pair.weights[1]
        return SLACK_FACTOR * self._slice * whole

    def _fault(self, names: tuple[int, int], pair: _Pair) -> str:
        early, late = sorted((pair.least, pair.most), key=lambda entry: entry[1])
        ran = (late[2] - early[2], late[3] - early[3])
        shares = [ticks / weight for ticks, weight in zip(ran, pair.weights, strict=True)]
        bound = self._bound(pair) / pair.scale
        return (
            f"From tick {pair.since} on, task {names[0]} (weight {pair.weights[0]}) and task"
            f" {names[1]} (weight {pair.weights[1]}) were runnable all the time. Between tick"
            f" {early[1]} and tick {late[1]} they ran {ran[0]} and {ran[1]} ticks: {shares[0]:.2f} and"
            f" {shares[1]:.2f} per unit of weight, a difference of {abs(shares[0] - shares[1]):.2f}."
            f" It may be 4 q (1/{pair.weights[0]} + 1/{pair.weights[1]}) = {bound:.2f} at most,"
            f" with q = {self._slice}."
        )
