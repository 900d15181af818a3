"""Points in whole numbers, for consumers that take no others: largest remainder, nothing lost or won.

What earned everything keeps everything and what earned nothing has nothing; only what earned a part
is rounded, so that the sum is the rounded score.
"""

import math
from collections.abc import Sequence


def whole_points(pairs: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Return (earned, possible) for each pair of them, in whole numbers.

    Where all that is possible is whole already, the sum of what is earned is the rounded sum.
    """
    possible = [most for _, most in pairs]
    whole = _apportion(possible, [(0, math.ceil(most)) for most in possible])
    bounds = [_bounds(points, most, top) for (points, most), top in zip(pairs, whole, strict=True)]
    earned = _apportion([points for points, _ in pairs], bounds)
    return list(zip(earned, whole, strict=True))


def _bounds(points: float, most: float, top: int) -> tuple[int, int]:
    if points >= most:
        return top, top
    return (0, top) if points > 0 else (0, 0)


def _apportion(shares: Sequence[float], bounds: Sequence[tuple[int, int]]) -> list[int]:
    """Round shares to whole numbers within bounds whose sum is, where it can be, the rounded sum."""
    total = math.floor(math.fsum(shares) + 0.5)
    given = [
        min(high, max(low, math.floor(share)))
        for share, (low, high) in zip(shares, bounds, strict=True)
    ]
    by_remainder = sorted(
        range(len(shares)), key=lambda place: math.floor(shares[place]) - shares[place]
    )
    for place in by_remainder:
        if sum(given) < total and given[place] < bounds[place][1]:
            given[place] += 1
    return given
