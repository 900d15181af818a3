"""Mechanism: liveness, exit and cancel, failures that leave no trace, misuse."""

from typing import Any

from hypothesis import given, settings

from exercises.file_lock.tests.arguments import (
    BUSY,
    NARROW,
    Deed,
    History,
    histories,
)
from exercises.file_lock.tests.misuse import cases
from exercises.file_lock.tests.moves import drain, expect_nobody_waits, play, play_with_doubt
from exercises.file_lock.tests.scenarios import GHOSTS, LEAVERS, QUEUE_CYCLES
from exercises.file_lock.tests.session import Aspect, Session
from harness.graded import graded
from harness.strategies import with_examples

CONTENDED_DEEDS = (
    *(Deed.LOCK,) * 6,
    *(Deed.CONVERT, Deed.TRY, Deed.RELEASE, Deed.UNLOCK, Deed.CLOSE, Deed.CANCEL),
)
LEAVING_DEEDS = (
    *(Deed.LOCK,) * 6,
    *(Deed.CONVERT, Deed.TRY, Deed.RELEASE),
    *(Deed.EXIT, Deed.EXIT_ASLEEP, Deed.EXIT_ASLEEP, Deed.CANCEL, Deed.CANCEL),
)
CARELESS_DEEDS = (
    *(Deed.LOCK,) * 5,
    *(Deed.TRY, Deed.TRY, Deed.CONVERT, Deed.RELEASE, Deed.CANCEL),
    *(Deed.MISUSE,) * 3,
)


@graded("everybody-gets-a-turn")
@settings(max_examples=80)
@given(history=histories(CONTENDED_DEEDS, NARROW))
@with_examples(*QUEUE_CYCLES)
def test_everybody_gets_a_turn(submission: Any, history: History) -> None:
    """When all who are awake exit, again and again, in the end nobody waits."""
    session = Session(submission.FileLock())
    play(session, history)
    drain(session)
    expect_nobody_waits(session)


@graded("exit-and-cancel-clean-up")
@settings(max_examples=70)
@given(history=histories(LEAVING_DEEDS, BUSY))
@with_examples(*LEAVERS)
def test_exit_and_cancel_clean_up(submission: Any, history: History) -> None:
    """In any state they take away exactly what they must; nothing is granted to the dead."""
    session = Session(submission.FileLock(), Aspect.LEAVING, Aspect.GHOST)
    play(session, history)
    drain(session)


@graded("failures-change-nothing")
@settings(max_examples=70)
@given(history=histories(CARELESS_DEEDS, NARROW))
@with_examples(*GHOSTS)
def test_failures_change_nothing(submission: Any, history: History) -> None:
    """A call that raises leaves the locks alone, its owner as awake as before, and no request."""
    session = Session(submission.FileLock(), Aspect.TRACE, Aspect.GHOST)
    play_with_doubt(session, history)


@graded("misuse-is-refused")
def test_misuse_is_refused(submission: Any) -> None:
    """Bad arguments, calls of sleepers and cancels of the awake raise the named error; limits do not."""
    for case in cases():
        submission.begin_trial()
        session = Session(submission.FileLock(), Aspect.REFUSAL)
        for call in case:
            session.make(call)
