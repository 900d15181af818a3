"""Mechanism: sleeping instead of spinning, spurious wake-ups, isolation, misuse, large programs."""

from collections.abc import Callable
from random import Random
from typing import Any

from hypothesis import given, settings

from exercises.process_lock.tests.alone import check_end
from exercises.process_lock.tests.arguments import (
    ALONE,
    ALONE_PROGRAMS,
    WAKING,
    WAKING_PROGRAMS,
    choosers,
    large_programs,
)
from exercises.process_lock.tests.exploring import explore_all, explore_alone
from exercises.process_lock.tests.misuse import check_constructor, check_misuse
from exercises.process_lock.tests.model import ENTER, EXCLUSION, LEAVE, SPINNING, Program
from exercises.process_lock.tests.session import Session, open_session
from exercises.process_lock.tests.walks import MOST_STEPS, check_isolation, walk_to_the_end
from harness.graded import graded
from harness.simulators.faults import DEADLOCK
from harness.simulators.schedules import Chooser, UniformPicks
from harness.simulators.threads import State
from harness.simulators.walk import walk

ALL_CALLS = tuple(f"{method}()" for method in {*ENTER.values(), *LEAVE.values()})
MIXED_PROGRAM: Program = ("WRT", "TWR", "RWW", "WTR")


@graded("waiting-is-sleeping")
def test_waiting_is_sleeping(submission: Any) -> None:
    """From every state that is reached, a thread alone soon returns or sleeps."""
    explore_alone(submission, ALONE_PROGRAMS, ALONE, check_end, SPINNING, *ALL_CALLS)


@graded("spurious-wake-ups-are-harmless")
def test_spurious_wake_ups_are_harmless(submission: Any, figures: Any) -> None:
    """One wake-up that nobody sent, at every possible place, breaks nothing."""
    judged = (EXCLUSION, DEADLOCK)
    explore_all(submission, WAKING_PROGRAMS, WAKING, judged, figures, spare_wakes=1)


@graded("threads-share-only-the-words")
def test_threads_share_only_the_words(submission: Any, randomness: Random) -> None:
    """In a fresh process of its own, a thread that gets the same results does the same.

    The threads that are compared are not the first ones of their process: what another lock left
    behind in module or class variables would show. What else goes wrong is judged by others.
    """
    for _ in range(2):
        _play_mixed_program(submission, randomness)
        session, end = _play_mixed_program(submission, randomness)
        check_isolation(submission, session, end, range(len(MIXED_PROGRAM)))


def _play_mixed_program(submission: Any, randomness: Random) -> tuple[Session, State]:
    session = open_session(submission, MIXED_PROGRAM, live=True)
    picks = UniformPicks(randomness.getrandbits(32))
    return session, walk(session.world, picks, MOST_STEPS).end


@graded("misuse-is-refused")
def test_misuse_is_refused(submission: Any) -> None:
    """Wrong calls raise the named error and change no word; wrong arguments raise ValueError."""
    check_constructor(submission)
    check_misuse(submission)


@graded("large-programs-run-through")
@settings(max_examples=40)
@given(program=large_programs(), make_chooser=choosers())
def test_large_programs_run_through(
    submission: Any, program: Program, make_chooser: Callable[[int], Chooser]
) -> None:
    """Many threads, many sections of all kinds: exclusion, no deadlock, no endless call."""
    session = open_session(submission, program, live=True)
    walk_to_the_end(session, make_chooser(len(program)))
