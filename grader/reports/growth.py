"""Figures that were measured at several sizes, as a curve.

Nothing marks such figures but their names, which differ in one number: "microseconds at 1000
ranges", "microseconds at 4000 ranges". That number is the size.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_POINTS = 3
WIDTH, HEIGHT = 340, 180
_LEFT, _RIGHT, _TOP, _BOTTOM = 12, 12, 24, 30
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Series:
    """A figure at growing sizes; ``n`` in its name stands for the size."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """A series on logarithmic axes, in a picture of ``WIDTH`` by ``HEIGHT``.

    Attributes:
        points: Where its points are.
        line: The same, as an SVG polyline takes them.
        proportional: The ends of a line from the first point on which the figure would grow like n.
    """

    points: tuple[tuple[float, float], ...]
    line: str
    proportional: tuple[float, float, float, float]


def find_series(figures: Mapping[str, float]) -> tuple[tuple[Series, ...], dict[str, float]]:
    """Return the series among figures, and the figures that are in none."""
    groups: dict[str, dict[float, str]] = defaultdict(dict)
    for name, value in figures.items():
        for found in _NUMBER.finditer(name):
            if value > 0 and float(found[0]) > 0:
                groups[f"{name[: found.start()]}n{name[found.end() :]}"][float(found[0])] = name
    left = dict(figures)
    series = []
    for title, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        points = [(size, left[name]) for size, name in sorted(members.items()) if name in left]
        if len(points) >= FEWEST_POINTS:
            series.append(Series(title, tuple(points)))
            left = {name: value for name, value in left.items() if name not in members.values()}
    return tuple(series), left


def draw_series(series: Series) -> Curve:
    """Place a series in its picture; both axes have one scale, so that proportion is a diagonal."""
    xs = [math.log(size) for size, _ in series.points]
    ys = [math.log(value) for _, value in series.points]
    x_span, y_span = xs[-1] - xs[0], max(ys) - min(ys)
    width, height = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    tall = max(y_span, x_span)
    low = min(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        across = _LEFT + width * (x - xs[0]) / x_span
        return round(across, 1), round(_TOP + height * (1 - (y - low) / tall), 1)

    points = tuple(place(x, y) for x, y in zip(xs, ys, strict=True))
    room = min(x_span, low + tall - ys[0])
    line = " ".join(f"{x},{y}" for x, y in points)
    return Curve(points, line, (*points[0], *place(xs[0] + room, ys[0] + room)))
