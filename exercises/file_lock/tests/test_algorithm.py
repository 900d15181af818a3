"""Algorithm: the state of the table, the kernel's answers, exclusion, reasons, deadlocks, get_lock."""

from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from exercises.file_lock.tests.arguments import (
    BUSY,
    NARROW,
    WIDE,
    Deed,
    History,
    histories,
)
from exercises.file_lock.tests.moves import play
from exercises.file_lock.tests.scenarios import (
    CYCLES,
    FIXED_POINTS,
    GRANTS,
    PIECES,
    RECORDS,
)
from exercises.file_lock.tests.scripts import draw_scripts
from exercises.file_lock.tests.session import Aspect, Session
from exercises.file_lock.tests.transcript import compare, read_transcript
from harness.graded import graded
from harness.strategies import with_examples

RECORD_DEEDS = (*(Deed.TRY,) * 5, *(Deed.UNLOCK,) * 3, Deed.RELEASE, Deed.CLOSE)
MIXED_DEEDS = (
    *(Deed.LOCK,) * 6,
    *(Deed.TRY, Deed.TRY, Deed.CONVERT, Deed.UNLOCK, Deed.UNLOCK, Deed.RELEASE, Deed.RELEASE),
    *(Deed.CLOSE, Deed.EXIT, Deed.EXIT_ASLEEP, Deed.CANCEL, Deed.CANCEL),
)
LOOKING_DEEDS = (*MIXED_DEEDS, *(Deed.GET,) * 10)
WAITING_DEEDS = (*(Deed.LOCK,) * 8, Deed.CONVERT, Deed.CONVERT, Deed.TRY, Deed.RELEASE, Deed.CANCEL)
FRESH_SCRIPTS = 12


@graded("locks-are-exact-and-canonical")
@settings(max_examples=100)
@given(history=st.one_of(histories(RECORD_DEEDS, WIDE), histories(MIXED_DEEDS, BUSY)))
@with_examples(*RECORDS)
def test_locks_are_exact_and_canonical(submission: Any, history: History) -> None:
    """After each call every byte is right, and so are the records, whoever may be waiting."""
    play(Session(submission.FileLock(), Aspect.STATE), history)


@graded("answers-are-the-kernels")
def test_answers_are_the_kernels(submission: Any, randomness: Random) -> None:
    """What a Linux kernel answered to the same calls; then calls that nobody has seen before."""
    for script in read_transcript():
        submission.begin_trial()
        compare(submission.FileLock(), script)
    for calls in draw_scripts(randomness, FRESH_SCRIPTS):
        submission.begin_trial()
        session = Session(
            submission.FileLock(), Aspect.STATE, Aspect.CONFLICT_SHOWN, Aspect.REFUSAL, Aspect.TRACE
        )
        for call in calls:
            session.make(call)


@graded("nobody-holds-beside-a-writer")
@settings(max_examples=75)
@given(history=histories(MIXED_DEEDS, BUSY))
@with_examples(*GRANTS)
def test_nobody_holds_beside_a_writer(submission: Any, history: History) -> None:
    """No grant conflicts with a held lock, in the order in which the grants are named."""
    play(Session(submission.FileLock(), Aspect.EXCLUSION), history)


@graded("nobody-waits-without-a-reason")
@settings(max_examples=75)
@given(history=histories(MIXED_DEEDS, BUSY))
@with_examples(*FIXED_POINTS)
def test_nobody_waits_without_a_reason(submission: Any, history: History) -> None:
    """Whoever waits after a call conflicts with a held lock or with an earlier request."""
    play(Session(submission.FileLock(), Aspect.REASON), history)


@graded("deadlocks-are-found-exactly")
@settings(max_examples=90)
@given(history=histories(WAITING_DEEDS, NARROW))
@with_examples(*CYCLES)
def test_deadlocks_are_found_exactly(submission: Any, history: History) -> None:
    """DeadlockError comes if waiting would close a cycle of held locks, and only for a cycle."""
    play(Session(submission.FileLock(), Aspect.DEADLOCK), history)


@graded("conflicts-are-shown-whole")
@settings(max_examples=60)
@given(history=histories(LOOKING_DEEDS, BUSY))
@with_examples(*PIECES)
def test_conflicts_are_shown_whole(submission: Any, history: History) -> None:
    """get_lock is None if nothing conflicts, else a lock of another owner as locks() shows it."""
    play(Session(submission.FileLock(), Aspect.CONFLICT_SHOWN), history)
