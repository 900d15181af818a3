"""Positions along the line of a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.property_facts import Figure
from grader.reports.scale import draw_scale

finite = st.floats(-1e6, 1e6)


def places(figure: Figure) -> dict[str, float]:
    """Return where each mark is."""
    return {kind: mark.percent for kind, mark in draw_scale(figure).items()}


@given(figure=finite, zero=finite, full=finite, bound=st.none() | finite)
def test_every_mark_is_on_the_line(
    figure: float, zero: float, full: float, bound: float | None
) -> None:
    """No figure, however far away, is drawn outside; none at all where the anchors are one."""
    found = places(Figure("x", figure, zero=zero, full=full, bound=bound))
    assert all(0 <= place <= 100 for place in found.values())
    assert bool(found) == (zero != full)
    if found:
        assert found["zero"] < found["full"]


@pytest.mark.parametrize(("zero", "full"), [(0.5, 1.0), (0.9, 0.4)])
def test_better_is_to_the_right(zero: float, full: float) -> None:
    """Half of the points is half of the way, whichever way the numbers run."""
    found = places(Figure("x", (zero + full) / 2, zero=zero, full=full))
    assert found["yours"] == pytest.approx((found["zero"] + found["full"]) / 2, abs=0.01)


def test_anchors_are_named_where_they_come_from() -> None:
    """A yardstick is named as baseline or reference, a number stands alone."""
    figure = Figure("seeks", 12, zero=0.12345, zero_is="baseline", full=1000, bound=1234.5)
    assert [mark.label for mark in draw_scale(figure).values()] == [
        "no points at 0.1235 (baseline)",
        "full points at 1,000",
        "yours 12",
        "bound 1,234",
    ]


def test_without_a_yardstick_there_is_no_line() -> None:
    """The number remains."""
    assert draw_scale(Figure("x", 0.5, zero_is="baseline", full=1)) == {}
