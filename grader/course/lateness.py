"""What a late submission costs: pure arithmetic.

Of the seconds s since the due time, whole free days are taken off first; each unit (day or hour)
that has then begun costs the policy's percentage:

    percent = min(cap, per_unit * ceil((s - free_days * 86400) / unit))

A submission within the grace is in time. One outside it is late since the due time, not since the
end of the grace. Of a student's free days, no more are spent than lower the percentage.
"""

from datetime import datetime, timedelta

from grader.course.course import DAY_SECONDS, LatePolicy
from grader.course.standing import Lateness

_SECOND = timedelta(seconds=1)


def seconds_late(submitted: datetime, due: datetime) -> int:
    """Return how many seconds after the due time it came in, a begun one as one; 0 if in time."""
    return max(0, -((due - submitted) // _SECOND))


def lateness(seconds: int, policy: LatePolicy, free_days: int) -> Lateness | None:
    """Return what being so late costs a student who has so many free days left; None if in time."""
    if seconds <= max(0, policy.grace_seconds):
        return None
    useful = min(free_days, -(-seconds // DAY_SECONDS))
    percent, spent = min((_percent(seconds, policy, days), days) for days in range(useful + 1))
    return Lateness(seconds, spent, percent)


def is_closed(seconds: int, policy: LatePolicy) -> bool:
    """Return whether what comes in so late does not count any more."""
    return policy.closes_seconds is not None and seconds > policy.closes_seconds


def _percent(seconds: int, policy: LatePolicy, free_days: int) -> float:
    left = max(0, seconds - free_days * DAY_SECONDS)
    units = -(-left // policy.unit_seconds)
    return min(policy.cap_percent, units * policy.percent)
