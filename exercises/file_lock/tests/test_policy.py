"""Policy: how long owners wait in the closed workload, at worst and on average, and when all is done."""

from collections.abc import Iterator
from random import Random
from statistics import fmean
from typing import Any

from exercises.file_lock.workloads.closed import Course, Plan, draw_plan, least_makespan, run
from harness.graded import graded

PLANS = 5


def _courses(submission: Any, plans: list[Plan]) -> Iterator[Course]:
    for plan in plans:
        submission.begin_trial()
        yield run(submission.FileLock(), plan)


@graded("nobody-waits-long")
def test_nobody_waits_long(submission: Any, randomness: Random, figures: Any) -> None:
    """The longest wait of a plan, the mean of five plans."""
    plans = [draw_plan(randomness) for _ in range(PLANS)]
    courses = list(_courses(submission, plans))
    figures.record("nobody-waits-long", fmean(max(one.all_waits) for one in courses))
    figures.record("Jain's index of the owners' waits", fmean(one.jain for one in courses))


@graded("waits-and-makespan-are-short")
def test_waits_and_makespan_are_short(submission: Any, randomness: Random, figures: Any) -> None:
    """The mean wait and the makespan of a plan, the means of five plans."""
    plans = [draw_plan(randomness) for _ in range(PLANS)]
    courses = list(_courses(submission, plans))
    mean_wait = fmean(fmean(one.all_waits) for one in courses)
    makespan = fmean(one.makespan for one in courses)
    figures.record("waits-and-makespan-are-short.mean wait", mean_wait)
    figures.record("waits-and-makespan-are-short.makespan", makespan)
    figures.record("makespan bound: exclusive load of a byte", fmean(map(least_makespan, plans)))
    queued = fmean(sum(one.all_waits) / one.makespan for one in courses)
    figures.record("requests that wait at a tick, on average", queued)
