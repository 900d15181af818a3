"""Policy: several CPUs, wake-ups, and four figures that are measured without a clock."""

from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.process_scheduler.tests.drift import Drift
from exercises.process_scheduler.tests.runs import follow, start, ticks_of
from exercises.process_scheduler.tests.scenarios import one_sleeper
from exercises.process_scheduler.tests.shares import Lag, jain_index
from exercises.process_scheduler.tests.waits import Waits
from exercises.process_scheduler.workloads.figures import (
    INTERACTIVE,
    INTERACTIVE_TICKS,
    THREE_ON_TWO,
    THREE_ON_TWO_TICKS,
    TWO_STREAMS,
    TWO_STREAMS_TICKS,
    UNEVEN,
    UNEVEN_TICKS,
    disguised,
)
from exercises.process_scheduler.workloads.plan import Plan, Scenario
from harness.graded import graded


@graded("equal-tasks-share-all-cpus")
@settings(max_examples=12)
@given(
    cpus=st.integers(2, 4),
    more=st.integers(1, 8),
    slice_ticks=st.integers(1, 3),
    tickless=st.booleans(),
)
def test_equal_tasks_share_all_cpus(
    submission: Any, cpus: int, more: int, slice_ticks: int, *, tickless: bool
) -> None:
    """Of equal tasks that never sleep, each gets half of an even share, less two slices."""
    tasks = cpus + more
    plans = tuple(Plan(task) for task in range(1, tasks + 1))
    ticks = 24 * slice_ticks * tasks
    _, simulation = start(submission, Scenario(slice_ticks, plans, 0, cpus, tickless))
    ran = ticks_of(simulation.run(ticks))
    needed = ticks * cpus / tasks / 2 - 2 * slice_ticks
    for plan in plans:
        got = ran.get(plan.task, 0)
        assert got >= needed, (
            f"{tasks} tasks of equal weight ran {ticks} ticks on {cpus} CPUs. Task {plan.task} got"
            f" {got} ticks; an even share is {ticks * cpus / tasks:.0f}, and half of it less 2 q ="
            f" {2 * slice_ticks} is {needed:.0f}.\n{simulation.story()}"
        )


@graded("woken-tasks-wait-briefly")
@settings(max_examples=20)
@given(scenario=one_sleeper())
def test_woken_tasks_wait_briefly(submission: Any, scenario: Scenario) -> None:
    """A task that uses less than its share runs soon after it wakes."""
    sleeper = scenario.plans[-1].task
    hogs = len(scenario.plans) - 1
    most = 2 * (hogs + 1) * scenario.slice_ticks
    _, simulation = start(submission, scenario)
    waits = Waits(sleeper)
    for moment in simulation.run(240):
        waits.add(moment)
        assert waits.now_waiting <= most, (
            f"Task {sleeper} became runnable at tick {waits.since} and has waited"
            f" {waits.now_waiting} ticks, though it uses less than its share. With {hogs} other"
            f" tasks it may wait 2 (n + 1) q = {most}.\n{simulation.story()}"
        )


@graded("lag-stays-small")
def test_lag_stays_small(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure how far any task gets from its ideal, in slices; other distances are shown."""
    scenario = disguised(UNEVEN, randomness)
    _, simulation = start(submission, scenario)
    lag = Lag({plan.task: plan.weight for plan in scenario.plans})
    drift = Drift(scenario.slice_ticks)
    for moment in simulation.run(UNEVEN_TICKS):
        lag.add(moment)
        drift.add(moment)
    figures.record("lag-stays-small.slices", float(lag.most_ticks() / scenario.slice_ticks))
    figures.record("drift: K", drift.factor)
    figures.record("two streams of newcomers: kept share", _kept_share(submission, randomness))


def _kept_share(submission: Any, randomness: Random) -> float:
    """Return what a busy task gets beside two streams of newcomers, as a part of its share."""
    scenario = disguised(TWO_STREAMS, randomness)
    _, simulation = start(submission, scenario)
    busy = next(plan.task for plan in scenario.plans if not plan.bursts)
    ran, share = 0, 0.0
    for moment in simulation.run(TWO_STREAMS_TICKS):
        ran += busy in moment.running
        share += moment.live[busy] / sum(moment.live.values())
    return ran / share


@graded("woken-tasks-run-at-once")
def test_woken_tasks_run_at_once(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the mean wait of a task of short bursts, in ticks."""
    scenario = disguised(INTERACTIVE, randomness)
    _, simulation = start(submission, scenario)
    waits = Waits(next(plan.task for plan in scenario.plans if plan.bursts))
    for moment in simulation.run(INTERACTIVE_TICKS):
        waits.add(moment)
    figures.record("woken-tasks-run-at-once.ticks", waits.mean_after_wake())


@graded("switches-are-few")
def test_switches_are_few(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure switches as a share of one in each slice; they count if the weights do too."""
    scenario = disguised(UNEVEN, randomness)
    watched = follow(submission, scenario, UNEVEN_TICKS, Drift(scenario.slice_ticks))
    ran = [moment.running for moment in watched]
    switches = sum(before != after for before, after in pairwise(ran))
    figures.record("switches-are-few.per-slice", switches * scenario.slice_ticks / UNEVEN_TICKS)


@graded("cpus-are-shared-evenly")
def test_cpus_are_shared_evenly(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure Jain's index of three equal tasks on two CPUs."""
    scenario = disguised(THREE_ON_TWO, randomness)
    _, simulation = start(submission, scenario)
    ran = ticks_of(simulation.run(THREE_ON_TWO_TICKS))
    shares = [ran.get(plan.task, 0) for plan in scenario.plans]
    figures.record("cpus-are-shared-evenly.jain", jain_index(shares) if any(shares) else 0.0)
