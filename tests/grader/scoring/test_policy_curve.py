"""The curve from a figure to a share of the points."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.scoring.policy_curve import (
    Yardstick,
    anchor_value,
    better_direction,
    scored_figures,
    share_of,
)
from harness.exercise.manifest import Curve

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(figure=st.floats(), zero=finite, full=finite, direction=st.sampled_from((-1, 0, 1)))
def test_share_is_always_between_none_and_all(
    figure: float, zero: float, full: float, direction: int
) -> None:
    """No figure, however odd, earns less than nothing or more than all."""
    assert 0.0 <= share_of(figure, zero, full, direction) <= 1.0


@given(pair=st.tuples(finite, finite), zero=finite, full=finite)
def test_a_figure_nearer_to_full_never_earns_less(
    pair: tuple[float, float], zero: float, full: float
) -> None:
    """The share never falls as the figure moves from ``zero`` towards and past ``full``."""
    worse, better = sorted(pair, reverse=full < zero)
    if zero != full:
        assert share_of(worse, zero, full) <= share_of(better, zero, full)


@given(pair=st.tuples(finite, finite), anchor=finite, direction=st.sampled_from((-1, 1)))
def test_without_a_span_a_better_figure_never_earns_less(
    pair: tuple[float, float], anchor: float, direction: int
) -> None:
    """Where baseline and reference are equal the known direction still orders the shares."""
    worse, better = sorted(pair, reverse=direction < 0)
    assert share_of(worse, anchor, anchor, direction) <= share_of(better, anchor, anchor, direction)


@given(zero=finite, full=finite)
def test_the_anchors_earn_none_and_all(zero: float, full: float) -> None:
    """A figure at ``full`` earns all; one at ``zero`` nothing, unless both are the same."""
    assert share_of(full, zero, full) == 1.0
    assert share_of(zero, zero, full) == (1.0 if zero == full else 0.0)


@pytest.mark.parametrize(
    ("figure", "zero", "full", "share"),
    [
        (0.75, 0.5, 1.0, 0.5),
        (0.65, 0.9, 0.4, 0.5),
        (2.0, 0.5, 1.0, 1.0),
        (0.4, 0.5, 1.0, 0.0),
        (math.nan, 0.0, 1.0, 0.0),
        (math.inf, 0.0, 1.0, 0.0),
        (-1e308, 1.5e308, -1.5e308, 5 / 6),
    ],
)
def test_share_is_linear_between_the_anchors(
    figure: float, zero: float, full: float, share: float
) -> None:
    """More is better or less is better; what is no number earns nothing; nothing overflows."""
    assert share_of(figure, zero, full) == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize(
    ("figure", "direction", "share"), [(17, 0, 1), (16, 0, 0), (16, -1, 1), (18, -1, 0), (18, 1, 1)]
)
def test_equal_anchors_ask_for_the_better_side(figure: float, direction: int, share: float) -> None:
    """Where nobody is separated, reaching the anchor earns all; the direction says what reaches it."""
    assert share_of(figure, 17, 17, direction) == share


def test_direction_comes_from_other_figures_then_from_the_bound() -> None:
    """A separating figure of the same property tells the direction first, the bound second."""
    curve = Curve(zero="baseline", full="reference", bound=1.0)
    assert better_direction(curve, [(17, 17), (20, 10)]) == -1
    assert better_direction(curve, [(0.5, 0.5)]) == 1
    assert better_direction(curve, [(1.0, 1.0)]) == 0
    assert better_direction(curve, [(1, 2), (2, 1)]) == 0
    assert better_direction(Curve(zero=1, full=1), [(1, 1)]) == 0


def test_anchors_are_numbers_or_yardsticks() -> None:
    """A number stands for itself; a name needs the yardstick."""
    yardstick = Yardstick(baseline=0.25, reference=0.75)
    assert anchor_value(0.5, None) == 0.5
    assert anchor_value("baseline", yardstick) == 0.25
    assert anchor_value("reference", yardstick) == 0.75
    assert anchor_value("reference", None) is None


def test_only_figures_named_for_the_property_count() -> None:
    """Other names are shown only, also those that merely begin alike."""
    figures = {"seeks": 1.0, "seeks.night": 2.0, "seeks-total": 3.0, "other": 4.0}
    assert scored_figures("seeks", figures) == {"seeks": 1.0, "seeks.night": 2.0}
