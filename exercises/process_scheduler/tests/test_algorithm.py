"""Algorithm: legal picks, shares by weight, newcomers and sleepers, nobody starves."""

from typing import Any

from hypothesis import example, given, settings

from exercises.process_scheduler.tests.arguments import Deed, History, Step, histories
from exercises.process_scheduler.tests.drift import Drift
from exercises.process_scheduler.tests.moves import fresh_session, play
from exercises.process_scheduler.tests.runs import watch
from exercises.process_scheduler.tests.scenarios import (
    CROWDS,
    LATECOMER,
    SLEEPER,
    crowds,
    fixed_sets,
    lives,
    with_examples,
)
from exercises.process_scheduler.tests.shares import GuaranteedShare
from exercises.process_scheduler.workloads.plan import Scenario
from harness.graded import graded

EVERYDAY_DEEDS = (
    *(Deed.ADD, Deed.ADD, Deed.TICK, Deed.TICK, Deed.TICK, Deed.PICK, Deed.PICK),
    *(Deed.WAKE, Deed.WAKE_BLOCKED, Deed.BLOCK_RUNNING, Deed.BLOCK_QUEUED),
    *(Deed.EXIT, Deed.REWEIGHT, Deed.RUNTIME, Deed.RUNTIME),
)
ASKED_WHILE_RUNNING = History(
    1,
    3,
    0,
    tuple(
        Step(deed, jump, 0, 0, 1)
        for deed, jump in (
            *((Deed.ADD, 0), (Deed.ADD, 0), (Deed.PICK, 0)),
            *((Deed.RUNTIME, 2), (Deed.REWEIGHT, 0), (Deed.TICK, 1)),
        )
    ),
)
"""A task is looked at and gets a weight in the middle of its slice, which must end when it would."""
JUMPS = (0, 0, 0, 1, 1, 2, 3, 5, 12)


@graded("picks-and-ticks-are-legal")
@settings(max_examples=100)
@given(history=histories(EVERYDAY_DEEDS, JUMPS))
@example(history=ASKED_WHILE_RUNNING)
def test_picks_and_ticks_are_legal(submission: Any, history: History) -> None:
    """Every answer fits the state machine, and runtime() is exact for every task at the end."""
    session = fresh_session(submission, history)
    for _ in play(session, history):
        pass
    session.check_runtimes()


@graded("fixed-tasks-share-by-weight")
@settings(max_examples=50)
@given(scenario=fixed_sets())
def test_fixed_tasks_share_by_weight(submission: Any, scenario: Scenario) -> None:
    """Tasks that never sleep stay within the drift bound, pair by pair."""
    watch(submission, scenario, 60 * scenario.slice_ticks, Drift(scenario.slice_ticks))


@graded("newcomers-and-sleepers-share-by-weight")
@settings(max_examples=35)
@given(scenario=lives())
@with_examples(SLEEPER, LATECOMER)
def test_newcomers_and_sleepers_share_by_weight(submission: Any, scenario: Scenario) -> None:
    """From each arrival and wake-up on, every pair stays within the drift bound."""
    watch(submission, scenario, 300, Drift(scenario.slice_ticks))


@graded("nobody-is-crowded-out")
@settings(max_examples=20)
@given(scenario=crowds())
@with_examples(*CROWDS)
def test_nobody_is_crowded_out(submission: Any, scenario: Scenario) -> None:
    """Who stays runnable gets half of its share, whoever comes and goes."""
    watch(submission, scenario, 400, GuaranteedShare(scenario.slice_ticks))
