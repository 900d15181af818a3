"""Water-filling in floats, in n log n: for figures and for checking large answers, not for verdicts."""

from collections.abc import Sequence
from typing import NamedTuple


class Want(NamedTuple):
    """The least and the most that somebody gets, and the weight."""

    low: float
    high: float
    weight: float


def fill(wants: Sequence[Want], capacity: float) -> list[float]:
    """Return the weighted max-min shares."""
    if sum(want.high for want in wants) <= capacity:
        return [want.high for want in wants]
    level = _level(wants, capacity)
    return [min(want.high, max(want.low, level * want.weight)) for want in wants]


def _level(wants: Sequence[Want], capacity: float) -> float:
    rises = [(want.low / want.weight, -want.low, want.weight) for want in wants]
    ceilings = [(want.high / want.weight, want.high, -want.weight) for want in wants]
    fixed, slope = sum(want.low for want in wants), 0.0
    point = 0.0
    for point, amount, weight in sorted(rises + ceilings):
        if slope > 0 and fixed + slope * point >= capacity:
            return (capacity - fixed) / slope
        fixed += amount
        slope += weight
    return point
