"""Mechanism: fencing of ended sessions, misuse without trace, clean-up, no deadlock."""

from collections.abc import Sequence
from typing import Any

from hypothesis import example, given, settings

from exercises.device_allocator.tests.arguments import (
    EVERYDAY,
    GIVING_UP,
    HEAD_WITHDRAWS,
    HOLD_AND_WAIT,
    Claims,
    History,
    histories,
)
from exercises.device_allocator.tests.misuse import (
    Misuse,
    expect_no_trace,
    late_calls,
    misuses,
    wrong_use,
)
from exercises.device_allocator.tests.moves import fresh_session, play
from exercises.device_allocator.tests.session import Aspect
from exercises.device_allocator.tests.worlds import World, finish_all, worlds
from harness.graded import graded

LITTLE_PATIENCE = (0, 1, 1, 2)


@graded("ended-sessions-are-fenced")
@settings(max_examples=60)
@given(history=histories(EVERYDAY, (Claims.ANY, Claims.BORDER)), between=misuses())
def test_ended_sessions_are_fenced(
    submission: Any, history: History, between: Sequence[Sequence[Misuse]]
) -> None:
    """Late calls raise StaleSession and change nothing; no number is used twice."""
    expect_no_trace(submission, history, between, late_calls, Aspect.FENCE)


@graded("wrong-use-leaves-no-trace")
@settings(max_examples=60)
@given(history=histories(EVERYDAY, (Claims.ANY, Claims.BORDER)), between=misuses())
def test_wrong_use_leaves_no_trace(
    submission: Any, history: History, between: Sequence[Sequence[Misuse]]
) -> None:
    """Second requests and releases of others' units are refused and change nothing."""
    expect_no_trace(submission, history, between, wrong_use, Aspect.USE)


@graded("what-comes-back-is-served")
@settings(max_examples=100)
@given(history=histories(GIVING_UP, tuple(Claims), LITTLE_PATIENCE))
@example(history=HEAD_WITHDRAWS)
def test_what_comes_back_is_served(submission: Any, history: History) -> None:
    """After withdraw and unregister nothing grantable waits; at the end everything is free."""
    session = fresh_session(submission, history, Aspect.SERVING)
    for _ in play(session, history):
        pass
    session.expect_all_free()


@graded("holders-are-never-held-up")
@settings(max_examples=80)
@given(world=worlds(histories(HOLD_AND_WAIT, (Claims.BORDER, Claims.ANY), LITTLE_PATIENCE)))
def test_holders_are_never_held_up(submission: Any, world: World) -> None:
    """No grantable request of a holder waits, and all jobs of a simulation finish."""
    if isinstance(world, History):
        for _ in play(fresh_session(submission, world, Aspect.HOLDERS), world):
            pass
    else:
        finish_all(submission, world)
