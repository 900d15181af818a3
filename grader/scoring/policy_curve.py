r"""From a measured figure to a share of the points.

$$ share(x) = \min(1, \max(0, \frac{x - zero}{full - zero})) $$

``full`` may lie below ``zero``: then less is better. Computed in exact fractions, so that no figure,
however large or small, can overflow or break monotonicity.

Where ``zero`` equals ``full`` nobody is separated and the formula says nothing. Then a figure earns
all if it reaches ``full`` in the direction that is better, where that direction is known (from the
bound, or from the other figures of the same property), and only if it equals ``full`` otherwise.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from harness.exercise.manifest import Anchor, Curve

EQUAL_WITHIN = 1e-9
"""Relative difference below which two figures count as the same where no direction is known."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """One figure of the exercise's baseline and of its reference, under one seed."""

    baseline: float
    reference: float


def anchor_value(anchor: Anchor, yardstick: Yardstick | None) -> float | None:
    """Return the number that an anchor stands for; None if it needs a yardstick that is missing."""
    if not isinstance(anchor, str):
        return anchor
    if yardstick is None:
        return None
    return yardstick.baseline if anchor == "baseline" else yardstick.reference


def scored_figures(property_id: str, figures: Mapping[str, float]) -> dict[str, float]:
    """Return the figures that count: named ``<property-id>`` or ``<property-id>.<anything>``."""
    return {
        name: value
        for name, value in figures.items()
        if name == property_id or name.startswith(f"{property_id}.")
    }


def better_direction(curve: Curve, anchors: Sequence[tuple[float, float]]) -> int:
    """Return 1 if more is better, -1 if less is, 0 if the (zero, full) pairs do not tell."""
    signs = {_sign(full - zero) for zero, full in anchors} - {0}
    if not signs and curve.bound is not None:
        signs = {_sign(curve.bound - full) for _, full in anchors} - {0}
    return signs.pop() if len(signs) == 1 else 0


def share_of(figure: float, zero: float, full: float, direction: int = 0) -> float:
    """Return the share of the points, in [0, 1]; a figure that is not finite earns 0.

    ``direction`` (see ``better_direction``) is used only where ``zero`` equals ``full``.
    """
    if not math.isfinite(figure):
        return 0.0
    if zero == full:
        reached = (figure - full) * direction > 0
        return float(reached or math.isclose(figure, full, rel_tol=EQUAL_WITHIN))
    exact = (Fraction(figure) - Fraction(zero)) / (Fraction(full) - Fraction(zero))
    return float(min(Fraction(1), max(Fraction(0), exact)))


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
