"""Figures at several sizes, as a curve."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.growth import HEIGHT, WIDTH, Series, draw_series, find_series


def test_figures_whose_names_differ_in_one_number_are_a_series() -> None:
    """The number is the size, in its order; what is no series stays."""
    figures = {
        "cost-grows-slowly": 0.24,
        "microseconds a read of 512, 64 chunks": 4.0,
        "microseconds a read of 512, 16 chunks": 2.0,
        "microseconds a read of 512, 256 chunks": 9.0,
        "bytes at 7": 3.0,
        "bytes at 8": 3.0,
    }
    series, left = find_series(figures)
    points = ((16.0, 2.0), (64.0, 4.0), (256.0, 9.0))
    assert series == (Series("microseconds a read of 512, n chunks", points),)
    assert left == {"cost-grows-slowly": 0.24, "bytes at 7": 3.0, "bytes at 8": 3.0}


def test_what_has_no_logarithm_is_no_point() -> None:
    """Zero and less can not be drawn; they are told as numbers."""
    figures = {"reads at 1": 0.0, "reads at 2": 1.0, "reads at 4": -1.0, "reads at 0": 1.0}
    assert find_series(figures) == ((), figures)


def test_proportion_is_the_dashed_line() -> None:
    """A figure that grows like n lies on it; one that grows faster lies above it (y points down)."""
    like_n = draw_series(Series("n", ((10, 3), (100, 30), (1000, 300))))
    assert like_n.points[0] + like_n.points[-1] == pytest.approx(like_n.proportional)
    faster = draw_series(Series("n", ((10, 1), (100, 100), (1000, 10_000))))
    assert faster.points[-1][1] < faster.proportional[3]
    flat = draw_series(Series("n", ((10, 5), (100, 5), (1000, 5))))
    assert len({y for _, y in flat.points}) == 1


sizes = st.lists(st.integers(1, 10**9), min_size=3, max_size=8, unique=True).map(sorted)


@given(sizes=sizes, data=st.data())
def test_everything_is_inside_the_picture(sizes: list[int], data: st.DataObject) -> None:
    """Whatever was measured, nothing is drawn outside."""
    values = [data.draw(st.floats(1e-300, 1e300)) for _ in sizes]
    curve = draw_series(Series("n", tuple(zip(map(float, sizes), values, strict=True))))
    xs = [x for x, _ in curve.points] + [curve.proportional[0], curve.proportional[2]]
    ys = [y for _, y in curve.points] + [curve.proportional[1], curve.proportional[3]]
    assert all(0 < x < WIDTH for x in xs)
    assert all(0 < y < HEIGHT for y in ys)
    assert curve.line.count(",") == len(sizes)
