"""Where a figure lies between no points and full points, as positions along a line.

The line runs from worse (left) to better (right), whichever way the numbers run. A figure far
outside is drawn at the end of the line; its number is always written beside it.
"""

from dataclasses import dataclass

from grader.reports.wording import figure_text
from grader.scoring.policy_curve import Yardstick, anchor_value
from harness.exercise.manifest import Anchor, Curve

_FURTHEST = 0.6
"""How far beyond an anchor the line may reach, in lengths from zero to full."""
_MARGIN_PERCENT = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the line: where it is, and what is written about it."""

    kind: str
    percent: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A figure's name and number; marks only where there is a line to draw them on."""

    name: str
    figure: str
    marks: tuple[Mark, ...]

    def percent_of(self, kind: str) -> float:
        """Return where the mark of a kind is."""
        return next(mark.percent for mark in self.marks if mark.kind == kind)


def draw_scale(name: str, figure: float, curve: Curve, yardstick: Yardstick | None) -> Scale:
    """Place a figure, its anchors and its bound along a line."""
    zero = anchor_value(curve.zero, yardstick)
    full = anchor_value(curve.full, yardstick)
    if zero is None or full is None or zero == full:
        return Scale(name, figure_text(figure), ())
    places = {
        "zero": (0.0, f"no points at {_anchor_text(curve.zero, zero)}"),
        "full": (1.0, f"full points at {_anchor_text(curve.full, full)}"),
        "yours": ((figure - zero) / (full - zero), f"yours {figure_text(figure)}"),
    }
    if curve.bound is not None:
        bound = (curve.bound - zero) / (full - zero)
        places["bound"] = (bound, f"bound {figure_text(curve.bound)}")
    kept = {kind: min(1 + _FURTHEST, max(-_FURTHEST, place)) for kind, (place, _) in places.items()}
    low, high = min(kept.values()), max(kept.values())
    room = 100 - 2 * _MARGIN_PERCENT
    marks = tuple(
        Mark(kind, round(_MARGIN_PERCENT + room * (place - low) / (high - low), 2), places[kind][1])
        for kind, place in kept.items()
    )
    return Scale(name, figure_text(figure), marks)


def _anchor_text(anchor: Anchor, value: float) -> str:
    return f"{figure_text(value)} ({anchor})" if isinstance(anchor, str) else figure_text(value)
