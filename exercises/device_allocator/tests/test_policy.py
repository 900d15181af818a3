"""Policy: the door, how long jobs wait, how tightly units are packed."""

from random import Random
from typing import Any

from hypothesis import given, settings

from exercises.device_allocator.tests.arguments import History, crowded_histories
from exercises.device_allocator.tests.moves import fresh_session, play
from exercises.device_allocator.tests.session import LEGALITY, Aspect
from exercises.device_allocator.tests.tightness import Tightness
from exercises.device_allocator.tests.worlds import expect_finished, session_for_jobs
from exercises.device_allocator.workloads.jobs import GROUPS, least_makespan, make_jobs
from exercises.device_allocator.workloads.simulation import Outcome, Simulation
from harness.graded import graded

JOBS = 60
SIMULATIONS = 24
"""Waits have long tails: the mean of a few simulations says more about these than about the solution."""
PATIENCE = 4


@graded("newcomers-respect-the-door")
@settings(max_examples=100)
@given(history=crowded_histories((0, 1, 1, 2, 3)))
def test_newcomers_respect_the_door(submission: Any, history: History) -> None:
    """No newcomer passes a request that was overtaken as often as patience allows."""
    for _ in play(fresh_session(submission, history, Aspect.DOOR), history):
        pass


@graded("jobs-wait-briefly")
def test_jobs_wait_briefly(submission: Any, randomness: Random, figures: Any) -> None:
    """Mean ticks from request to grant, over all stages of all jobs."""
    outcomes: list[Outcome] = []
    bounds: list[float] = []
    for _ in range(SIMULATIONS):
        submission.begin_trial()
        jobs = make_jobs(randomness.random, JOBS)
        session = session_for_jobs(submission, PATIENCE, *LEGALITY)
        outcomes.append(Simulation(session, jobs).run())
        expect_finished(session, outcomes[-1])
        bounds.append(least_makespan(jobs))
    waits = [wait for one in outcomes for wait in one.waits]
    figures.record("jobs-wait-briefly", sum(waits) / len(waits))
    figures.record("longest wait in ticks", max(waits))
    ticks = sum(one.makespan for one in outcomes)
    figures.record("requests a tick", len(waits) / ticks)
    figures.record("mean length of the queue", sum(one.queued_ticks for one in outcomes) / ticks)
    for name, sizes in GROUPS.items():
        held = sum(one.held_ticks[name] for one in outcomes)
        figures.record(f"utilisation of {name}", held / sum(sizes) / ticks)
    figures.record("mean makespan in ticks", ticks / SIMULATIONS)
    figures.record("mean bound of the makespan in ticks", sum(bounds) / SIMULATIONS)


@graded("grants-are-tight")
def test_grants_are_tight(submission: Any, randomness: Random, figures: Any) -> None:
    """The share of grants that span as few groups as was possible at that moment."""
    tight = grants = 0
    for _ in range(SIMULATIONS):
        submission.begin_trial()
        session = session_for_jobs(submission, PATIENCE, *LEGALITY - {Aspect.SAFETY, Aspect.DOOR})
        tightness = Tightness(session.model)
        session.before_grant = tightness.add
        Simulation(session, make_jobs(randomness.random, JOBS)).run()
        tight += tightness.tight
        grants += tightness.grants
    figures.record("grants-are-tight", tight / grants)
