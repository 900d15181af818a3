"""The oracle of divide: exact water-filling, held against its optimality conditions."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.processor_allocator.tests.shares import (
    Claim,
    divide_fault,
    unfair_share,
    water_level,
)
from exercises.processor_allocator.workloads.water import Want, fill

HANDOUT = {"A": Claim(800, 1000, 1), "B": Claim(0, 2000, 1), "C": Claim(0, 300, 2)}

claims_strategy = st.lists(
    st.builds(
        lambda low, more, weight: Claim(low, low + more, weight),
        st.integers(0, 900),
        st.integers(0, 1500),
        st.sampled_from((1, 2, 3, 7, 500, 2000)),
    ),
    min_size=1,
    max_size=8,
)


def _shares(claims: Sequence[Claim], capacity: int) -> list[Fraction]:
    level = water_level(claims, capacity)
    return [claim.at(level) for claim in claims]


def test_the_handout_example() -> None:
    """A and B stand at the level 850, C at its ceiling."""
    claims = list(HANDOUT.values())
    assert water_level(claims, 2000) == 850
    assert _shares(claims, 2000) == [850, 850, 300]


@given(claims=claims_strategy, spare=st.integers(0, 4000))
def test_shares_meet_the_optimality_conditions(claims: list[Claim], spare: int) -> None:
    """The total is used up, and nobody who could give has more a share than one who could take."""
    capacity = sum(claim.low for claim in claims) + spare
    shares = _shares(claims, capacity)
    assert sum(shares) == min(capacity, sum(claim.high for claim in claims))
    assert all(c.low <= x <= c.high for c, x in zip(claims, shares, strict=True))
    takers = [x / c.weight for c, x in zip(claims, shares, strict=True) if x < c.high]
    givers = [x / c.weight for c, x in zip(claims, shares, strict=True) if x > c.low]
    assert max(givers, default=0) <= min(takers, default=10**9)


@given(claims=claims_strategy, spare=st.integers(0, 4000))
def test_floats_come_near_the_exact_shares(claims: list[Claim], spare: int) -> None:
    """The water-filling of the policy part is the same function."""
    capacity = sum(claim.low for claim in claims) + spare
    wants = [Want(claim.low, claim.high, claim.weight) for claim in claims]
    assert fill(wants, capacity) == pytest.approx([float(x) for x in _shares(claims, capacity)])


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"A": 850, "B": 850, "C": 300}, None),
        ({"A": 850, "B": 850}, "the names are"),
        ({"A": 799, "B": 901, "C": 300}, "below min(reservation, demand) = 800"),
        ({"A": 800, "B": 890, "C": 310}, "above min(limit, demand) = 300"),
        ({"A": 850, "B": 849, "C": 300}, "the total is 1999; right is 2000"),
    ],
)
def test_bounds_and_total_are_named(answer: dict[str, int], fault: str | None) -> None:
    """Names, floors, ceilings and the total are checked in this order."""
    found = divide_fault(HANDOUT, 2000, answer)
    assert (found is None) == (fault is None)
    assert (fault or "") in (found or "")


def test_a_share_may_be_off_by_less_than_one() -> None:
    """Three equals of 2000: 666 and 667 are right, 668 is not."""
    thirds = {name: Claim(0, 1000, 1) for name in "ABC"}
    assert unfair_share(thirds, 2000, {"A": 666, "B": 667, "C": 667}) is None
    found = unfair_share(thirds, 2000, {"A": 666, "B": 666, "C": 668})
    assert found is not None
    assert found.startswith("C gets 668, and its max-min share is 666.67")
