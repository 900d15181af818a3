"""What lateness costs, whatever the policy and the moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from grader.course.course import DAY_SECONDS, HOUR_SECONDS, LatePolicy
from grader.course.lateness import is_closed, lateness, seconds_late
from grader.course.standing import Lateness

DUE = datetime(2026, 10, 15, 21, 59, tzinfo=UTC)
SECONDS = st.integers(0, 60 * DAY_SECONDS)
DAYS = st.integers(0, 10)
POLICIES = st.builds(
    LatePolicy,
    grace_seconds=st.integers(0, DAY_SECONDS),
    percent=st.floats(0, 100),
    unit_seconds=st.sampled_from([DAY_SECONDS, HOUR_SECONDS]),
    cap_percent=st.floats(0, 100),
)


def percent(late: Lateness | None) -> float:
    """Return what lateness takes away."""
    return 0.0 if late is None else late.percent


@given(SECONDS, POLICIES, DAYS)
def test_lateness_stays_within_the_cap(seconds: int, policy: LatePolicy, days: int) -> None:
    """And within the grace there is none."""
    late = lateness(seconds, policy, days)
    assert (late is None) == (seconds <= policy.grace_seconds)
    assert 0 <= percent(late) <= policy.cap_percent
    if late is not None:
        assert late.seconds == seconds > 0


@given(SECONDS, SECONDS, POLICIES, DAYS)
def test_later_is_never_cheaper(one: int, other: int, policy: LatePolicy, days: int) -> None:
    """With as many free days left."""
    earlier, later = sorted((one, other))
    assert percent(lateness(earlier, policy, days)) <= percent(lateness(later, policy, days))


@given(SECONDS, POLICIES, DAYS, DAYS)
def test_more_free_days_never_cost(seconds: int, policy: LatePolicy, few: int, more: int) -> None:
    """Whoever has more is not worse off."""
    without, with_more = sorted((few, more))
    assert percent(lateness(seconds, policy, with_more)) <= percent(
        lateness(seconds, policy, without)
    )


@given(SECONDS, POLICIES, DAYS)
def test_no_free_day_is_spent_for_nothing(seconds: int, policy: LatePolicy, days: int) -> None:
    """With one day fewer it would have cost more; with none left, none is spent."""
    late = lateness(seconds, policy, days)
    if late is not None:
        assert 0 <= late.free_days <= days
        if late.free_days:
            assert percent(lateness(seconds, policy, late.free_days - 1)) > late.percent


@given(st.integers(-(10**9), 10**9))
def test_a_begun_second_is_a_second(microseconds: int) -> None:
    """Of the time after the due time; before it there is no lateness."""
    seconds = seconds_late(DUE + timedelta(microseconds=microseconds), DUE)
    assert seconds == max(0, -(-microseconds // 10**6))


def test_each_begun_day_costs() -> None:
    """Since the due time, not since the end of the grace."""
    policy = LatePolicy(grace_seconds=600, percent=10, cap_percent=25)
    assert lateness(600, policy, 0) is None
    assert lateness(601, policy, 0) == Lateness(601, 0, 10)
    assert lateness(DAY_SECONDS, policy, 0) == Lateness(DAY_SECONDS, 0, 10)
    assert lateness(DAY_SECONDS + 1, policy, 0) == Lateness(DAY_SECONDS + 1, 0, 20)
    assert lateness(9 * DAY_SECONDS, policy, 0) == Lateness(9 * DAY_SECONDS, 0, 25)


def test_free_days_are_taken_off_before_anything_costs() -> None:
    """Hours that are left over cost by the hour."""
    policy = LatePolicy(percent=1, unit_seconds=HOUR_SECONDS)
    assert lateness(DAY_SECONDS + 1, policy, 1) == Lateness(DAY_SECONDS + 1, 1, 1)
    assert lateness(3600, policy, 5) == Lateness(3600, 1, 0)
    capped = LatePolicy(percent=10, cap_percent=30)
    assert lateness(9 * DAY_SECONDS, capped, 2) == Lateness(9 * DAY_SECONDS, 0, 30)


def test_after_the_end_nothing_counts() -> None:
    """To the second; without an end it never closes."""
    policy = LatePolicy(closes_seconds=3600)
    assert not is_closed(3600, policy)
    assert is_closed(3601, policy)
    assert not is_closed(10**9, LatePolicy())
