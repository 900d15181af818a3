"""Whole points: the sum is the rounded score, and nobody's full marks or zero is touched."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exports.whole_points import whole_points


@st.composite
def items(draw: st.DrawFn) -> list[tuple[float, float]]:
    """Return pairs of points in hundredths and whole numbers that are possible."""
    possible = draw(st.lists(st.integers(1, 40), min_size=1, max_size=20))
    return [(draw(st.integers(0, most * 100)) / 100, float(most)) for most in possible]


@given(pairs=items())
def test_the_sum_is_the_rounded_score(pairs: list[tuple[float, float]]) -> None:
    """Each item is within its bounds and less than a point from the truth."""
    whole = whole_points(pairs)
    assert [most for _, most in whole] == [most for _, most in pairs]
    score = math.fsum(points for points, _ in pairs)
    assert sum(points for points, _ in whole) == math.floor(score + 0.5)
    for (points, most), (given_points, _) in zip(pairs, whole, strict=True):
        assert 0 <= given_points <= most
        assert abs(given_points - points) < 1
        if points in (0, most):
            assert given_points == points


@given(
    pairs=st.lists(
        st.floats(0.01, 50).flatmap(lambda most: st.tuples(st.floats(0, most), st.just(most))),
        min_size=1,
        max_size=20,
    )
)
def test_fractions_that_are_possible_stay_in_bounds(pairs: list[tuple[float, float]]) -> None:
    """What is possible sums to the rounded total; earned never passes it."""
    whole = whole_points(pairs)
    total = math.fsum(most for _, most in pairs)
    assert sum(most for _, most in whole) == math.floor(total + 0.5)
    assert all(0 <= points <= most for points, most in whole)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([(1.5, 3.0), (1.5, 3.0)], [(2, 3), (1, 3)]),
        ([(0.4, 7.0), (0.4, 7.0), (0.4, 7.0)], [(1, 7), (0, 7), (0, 7)]),
        ([(19.6, 20.0), (5.0, 5.0)], [(20, 20), (5, 5)]),
        ([(0.0, 0.5), (0.5, 0.5)], [(0, 1), (0, 0)]),
    ],
)
def test_the_largest_remainder_comes_first(
    pairs: list[tuple[float, float]], expected: list[tuple[int, int]]
) -> None:
    """And the first of those that are equal."""
    assert whole_points(pairs) == expected
