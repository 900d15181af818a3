r"""Item analysis of classical test theory: how hard a property is, and whether it tells students apart.

Pure. An item is a property; its scores are points, so that items with partial credit are served by
the same formulas.

Difficulty index, the mean share of the points (Crocker and Algina, "Introduction to Classical and
Modern Test Theory", 1986, chapter 14); the larger, the easier:

$$ p = \frac{\bar x}{x_{max}} $$

Discrimination, the correlation of the item with the rest of the test: the point-biserial
correlation, which is Pearson's, corrected for the item itself (Henrysson, "Correction of item-total
correlations in item analysis", Psychometrika 28, 1963). Without the correction an item correlates
with itself, the more so the more points it carries:

$$ r = \frac{\mathrm{cov}(x, t - x)}{\sigma_x \, \sigma_{t - x}} $$
"""

import statistics
from collections.abc import Sequence

FEWEST_STUDENTS = 3
"""Two points lie on a line, whatever they are."""


def difficulty_index(points: Sequence[float], max_points: float) -> float | None:
    """Return the mean share of the points that were earned, in [0, 1]; None for nobody."""
    return statistics.fmean(points) / max_points if points else None


def discrimination_index(points: Sequence[float], totals: Sequence[float]) -> float | None:
    """Return the correlation of an item with the rest of the test, in [-1, 1].

    Args:
        points: Of the item, one a student.
        totals: Of the whole test, item included, in the same order.

    Returns:
        None where it is not defined: fewer than ``FEWEST_STUDENTS``, or all alike in the item or
        in the rest.
    """
    rests = [total - own for own, total in zip(points, totals, strict=True)]
    if len(points) < FEWEST_STUDENTS or _are_alike(points) or _are_alike(rests):
        return None
    return max(-1.0, min(1.0, statistics.correlation(points, rests)))


def _are_alike(values: Sequence[float]) -> bool:
    """Return whether values differ by no more than sums of hundredths are rounded by."""
    return max(values) - min(values) < 1e-9  # noqa: PLR2004 - far below a hundredth of a point
