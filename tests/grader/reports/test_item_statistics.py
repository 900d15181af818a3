"""Item analysis, against published values and what follows from the definitions."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.item_statistics import difficulty_index, discrimination_index

# Five items of the Law School Admission Test, section 6, by 1,000 people (Bock and Lieberman,
# Psychometrika 35, 1970): how many gave each of the 32 patterns of answers, 00000 first.
LSAT: tuple[int, ...] = (3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81)
LSAT += (3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298)
# Proportion right, and point-biserial correlation with the score without the item, as printed by
# Rizopoulos ("ltm", Journal of Statistical Software 17(5), 2006), whose standard deviations divide
# by n - 1 in one place and by n in another: a factor of 0.9995.
PUBLISHED = ((0.924, 0.1128), (0.709, 0.1531), (0.553, 0.1727), (0.763, 0.1444), (0.870, 0.1215))


def answers() -> list[tuple[int, ...]]:
    """Return the answers of each person to the five items."""
    return [
        tuple(map(int, f"{pattern:05b}"))
        for pattern, count in enumerate(LSAT)
        for _ in range(count)
    ]


@pytest.mark.parametrize("item", range(5))
def test_published_values_are_met(item: int) -> None:
    """Difficulty and corrected discrimination of a known test are those that were printed."""
    people = answers()
    points = [person[item] for person in people]
    difficulty, discrimination = PUBLISHED[item]
    assert len(people) == 1000
    assert difficulty_index(points, 1) == pytest.approx(difficulty, abs=1e-12)
    found = discrimination_index(points, [sum(person) for person in people])
    assert found == pytest.approx(discrimination, abs=2e-4)


def test_a_worked_example() -> None:
    """Four students by hand: the rest is 1, 2, 3, 4 and the item 0, 0, 6, 6, so r is 2 / sqrt 5."""
    item, totals = [0.0, 0.0, 6.0, 6.0], [1.0, 2.0, 9.0, 10.0]
    assert difficulty_index(item, 6) == 0.5
    assert discrimination_index(item, totals) == pytest.approx(2 / math.sqrt(5))


def test_the_item_does_not_correlate_with_itself() -> None:
    """An item that carries nearly all points and has nothing to do with the rest has none."""
    item, rest = [0, 50, 0, 50], [1, 1, 2, 2]
    totals = [one + other for one, other in zip(item, rest, strict=True)]
    assert discrimination_index(item, totals) == pytest.approx(0)


@pytest.mark.parametrize(
    ("item", "totals"),
    [
        ([], []),
        ([1, 0], [5, 3]),
        ([1, 1, 1], [5, 4, 3]),
        ([1, 0, 1], [4, 3, 4]),
        ([0.1 + 0.2, 0.3, 0.3], [5, 4, 3]),
    ],
    ids=["nobody", "two", "all alike", "rest alike", "alike but for rounding"],
)
def test_what_is_not_defined_is_none(item: list[float], totals: list[float]) -> None:
    """No number is invented where the formula has none."""
    assert discrimination_index(item, totals) is None
    assert difficulty_index([], 10) is None


points = st.lists(
    st.tuples(st.integers(0, 1000), st.integers(0, 10_000)), min_size=3, max_size=40
).map(lambda pairs: [(own / 100, own / 100 + rest / 100) for own, rest in pairs])


@given(pairs=points)
def test_both_stay_in_range(pairs: list[tuple[float, float]]) -> None:
    """A share is a share, a correlation a correlation, whatever the class earned."""
    item, totals = [own for own, _ in pairs], [total for _, total in pairs]
    share = difficulty_index(item, 10)
    assert share is not None
    assert 0 <= share <= 1
    found = discrimination_index(item, totals)
    assert found is None or -1 <= found <= 1
