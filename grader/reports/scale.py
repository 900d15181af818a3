"""Where a figure lies between no points and full points, as positions along a line.

The line runs from worse (left) to better (right), whichever way the numbers run. A figure far
outside is drawn at the end of the line; its number is always written beside it.
"""

from dataclasses import dataclass

from grader.reports.property_facts import Figure
from grader.reports.wording import figure_text

_FURTHEST = 0.6
"""How far beyond an anchor the line may reach, in lengths from zero to full."""
_MARGIN_PERCENT = 3.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the line: where it is, and what is written about it."""

    kind: str
    percent: float
    label: str


def draw_scale(figure: Figure) -> dict[str, Mark]:
    """Place a figure, its anchors and its bound along a line, by kind; empty if there is no line."""
    zero, full = figure.zero, figure.full
    if zero is None or full is None or zero == full:
        return {}
    places = {
        "zero": (0.0, f"no points at {_anchor_text(zero, figure.zero_is)}"),
        "full": (1.0, f"full points at {_anchor_text(full, figure.full_is)}"),
        "yours": ((figure.value - zero) / (full - zero), f"yours {figure_text(figure.value)}"),
    }
    if figure.bound is not None:
        bound = (figure.bound - zero) / (full - zero)
        places["bound"] = (bound, f"bound {figure_text(figure.bound)}")
    kept = {kind: min(1 + _FURTHEST, max(-_FURTHEST, place)) for kind, (place, _) in places.items()}
    low, high = min(kept.values()), max(kept.values())
    room = 100 - 2 * _MARGIN_PERCENT
    return {
        kind: Mark(
            kind, round(_MARGIN_PERCENT + room * (place - low) / (high - low), 2), places[kind][1]
        )
        for kind, place in kept.items()
    }


def _anchor_text(value: float, whose: str) -> str:
    return f"{figure_text(value)} ({whose})" if whose else figure_text(value)
