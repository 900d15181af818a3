"""How a cost grows with the size of the work: far apart for O(n) and O(log n) on any machine."""

import math
from collections.abc import Callable, Sequence


def fit_exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    r"""Return p of $t = c\\,n^p$: the least-squares slope of log cost over log size.

    >>> round(fit_exponent([100, 200, 400], [1.0, 2.0, 4.0]), 6)
    1.0
    """
    xs = [math.log(size) for size in sizes]
    ys = [math.log(cost) for cost in costs]
    mean_x, mean_y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    spread = math.fsum((x - mean_x) ** 2 for x in xs)
    return math.fsum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / spread


def least_costs(
    sizes: Sequence[int], measure: Callable[[int], float], repeats: int = 3
) -> list[float]:
    """Measure every size ``repeats`` times, the sizes interleaved; return the least cost of each.

    Interleaving spreads a slow minute of the machine over all sizes; noise only ever adds.
    """
    least = dict.fromkeys(sizes, math.inf)
    for _ in range(repeats):
        for size in sizes:
            least[size] = min(least[size], measure(size))
    return [least[size] for size in sizes]
