"""Positions along the line of a figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.scale import Scale, draw_scale
from grader.scoring.policy_curve import Yardstick
from harness.exercise.manifest import Curve

finite = st.floats(-1e6, 1e6)


def places(scale: Scale) -> dict[str, float]:
    """Return where each mark is."""
    return {mark.kind: mark.percent for mark in scale.marks}


@given(figure=finite, zero=finite, full=finite, bound=st.none() | finite)
def test_every_mark_is_on_the_line(
    figure: float, zero: float, full: float, bound: float | None
) -> None:
    """No figure, however far away, is drawn outside; none at all where the anchors are one."""
    scale = draw_scale("x", figure, Curve(zero=zero, full=full, bound=bound), None)
    found = places(scale)
    assert all(0 <= place <= 100 for place in found.values())
    assert bool(found) == (zero != full)
    if found:
        assert found["zero"] < found["full"]


@pytest.mark.parametrize(("zero", "full"), [(0.5, 1.0), (0.9, 0.4)])
def test_better_is_to_the_right(zero: float, full: float) -> None:
    """Half of the points is half of the way, whichever way the numbers run."""
    found = places(draw_scale("x", (zero + full) / 2, Curve(zero=zero, full=full), None))
    assert found["yours"] == pytest.approx((found["zero"] + found["full"]) / 2, abs=0.01)


def test_anchors_are_named_where_they_come_from() -> None:
    """A yardstick is named as baseline or reference, a number stands alone."""
    curve = Curve(zero="baseline", full=1000, bound=1234.5)
    scale = draw_scale("seeks", 12, curve, Yardstick(baseline=0.12345, reference=1))
    assert [mark.label for mark in scale.marks] == [
        "no points at 0.1235 (baseline)",
        "full points at 1,000",
        "yours 12",
        "bound 1,234",
    ]


def test_without_a_yardstick_there_is_no_line() -> None:
    """The number remains."""
    assert draw_scale("x", 0.5, Curve(zero="baseline", full=1), None) == Scale("x", "0.5", ())
