"""Mechanism: refused commands, late cancels, barriers and reused tags; calls that must be refused."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.arguments import (
    NARROW,
    WIDE,
    Deed,
    History,
    Step,
    histories,
    history_of,
)
from exercises.filesystem_scheduler.tests.misuse import (
    Kind,
    Misuse,
    expect_clock_unmoved,
    expect_no_machine,
    misuses,
)
from exercises.filesystem_scheduler.tests.moves import play
from exercises.filesystem_scheduler.tests.session import Aspect, Session
from harness.graded import graded
from harness.refusals import MethodCall, expect_same_answers
from harness.strategies import with_examples

RACY_DEEDS = (
    *(Deed.SUBMIT,) * 5,
    *(Deed.DISPATCH, Deed.DISPATCH, Deed.COMPLETE, Deed.BARRIER),
    *(Deed.REQUEUE, Deed.REQUEUE, Deed.REFUSE, Deed.REFUSE, Deed.REPLACE, Deed.REPLACE),
    *(Deed.CANCEL_QUEUED, Deed.CANCEL_IN_FLIGHT, Deed.CANCEL_IN_THE_WAY),
)
RACY_JUMPS = (0, 0, 0, 0, 0, 1, 2, 9)
CALM_DEEDS = (*(Deed.SUBMIT,) * 6, *(Deed.DISPATCH,) * 3, Deed.COMPLETE, Deed.SERVE, Deed.BARRIER)
LAST_PLACE = WIDE.places - 1
LAST_BLOCK = history_of(
    Step(Deed.SUBMIT, op="write", place=LAST_PLACE, count=1),
    Step(Deed.DISPATCH),
    Step(Deed.COMPLETE),
    Step(Deed.SUBMIT, op="read", place=LAST_PLACE, count=8),
    Step(Deed.DISPATCH),
)
"""The last block alone, and in a request of eight; then the head is behind the last block."""
PAIR_REFUSED = history_of(
    Step(Deed.SUBMIT, op="write", place=4, count=2),
    Step(Deed.SUBMIT, op="write", place=6, count=2),
    Step(Deed.BARRIER),
    Step(Deed.SUBMIT, op="read", place=5, count=1),
    Step(Deed.REFUSE),
    Step(Deed.CANCEL_QUEUED),
    Step(Deed.DISPATCH),
)
"""A merged pair is refused once, before a barrier; then one of the two is cancelled."""
BARRIER_IN_FLIGHT = history_of(
    Step(Deed.SUBMIT, op="write", place=9),
    Step(Deed.DISPATCH),
    Step(Deed.BARRIER),
    Step(Deed.SUBMIT, op="write", place=4),
    Step(Deed.DISPATCH),
    Step(Deed.REQUEUE),
    Step(Deed.BARRIER),
    Step(Deed.CANCEL_QUEUED),
    Step(Deed.DISPATCH),
)
"""What stands before the barrier is in flight, is refused, and is cancelled at last."""
PAIR_IN_FLIGHT = history_of(
    Step(Deed.SUBMIT, op="read", place=4, count=2),
    Step(Deed.SUBMIT, op="read", place=6, count=2),
    Step(Deed.SUBMIT, op="read", place=30, count=2),
    Step(Deed.DISPATCH),
    Step(Deed.DISPATCH),
)
DURING_PAIR = [
    *([Misuse(Kind.EARLY, choice)] for choice in (0, 1, 2, 5)),
    [*(Misuse(Kind.PART, choice) for choice in (0, 1)), *(Misuse(Kind.EARLY, n) for n in (3, 4))],
]


@graded("nothing-is-lost-in-races")
@settings(max_examples=110)
@given(
    history=st.one_of(
        histories(RACY_DEEDS, WIDE, RACY_JUMPS), histories(RACY_DEEDS, NARROW, RACY_JUMPS)
    )
)
@with_examples(LAST_BLOCK, PAIR_REFUSED, BARRIER_IN_FLIGHT)
def test_nothing_is_lost_in_races(submission: Any, history: History) -> None:
    """Refused commands, late cancels and reused tags leave all answers exact, also beside a second disk."""
    second_disk = Session(submission, history.disk, Aspect.COMMANDS)
    second_disk.submit(0, 0, "write", 0, 1)
    session = Session(submission, history.disk, Aspect.COMMANDS, head=history.head)
    for _ in play(session, history):
        session.check_pending()
    session.drain(session.model.now)
    session.check_pending()
    second_disk.check_pending()
    second_disk.drain(0)


@graded("refused-calls-change-nothing")
@settings(max_examples=60)
@given(
    history=histories(CALM_DEEDS, WIDE, (0, 0, 1, 2)),
    between=st.lists(misuses(), min_size=12, max_size=12),
)
@example(history=PAIR_IN_FLIGHT, between=DURING_PAIR)
def test_refused_calls_change_nothing(
    submission: Any, history: History, between: list[list[Misuse]]
) -> None:
    """Each raises the named error, and every later answer is as if it had not been made."""
    expect_no_machine(submission)
    submission.begin_trial()
    plain = Session(submission, history.disk, head=history.head)
    for _ in play(plain, history):
        pass
    plain.drain(plain.model.now)
    submission.begin_trial()
    disturbed = Session(submission, history.disk, head=history.head)
    refused: list[MethodCall] = []
    try:
        for index, now in enumerate(play(disturbed, history)):
            expect_same_answers(plain.log, disturbed.log, refused)
            for misuse in between[index % len(between)]:
                call = misuse.call(disturbed.model, now)
                disturbed.expect_refused(call)
                refused.append(call)
        disturbed.drain(disturbed.model.now)
    finally:
        expect_same_answers(plain.log, disturbed.log, refused)
    expect_clock_unmoved(disturbed)
