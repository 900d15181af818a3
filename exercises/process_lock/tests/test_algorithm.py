"""Algorithm: exclusion, no lost wake-up, sharing, trying, counters that wrap."""

from random import Random
from typing import Any

from exercises.process_lock.tests.alone import check_sharing, check_trying
from exercises.process_lock.tests.arguments import (
    ALONE,
    SHARING_PROGRAMS,
    SMALL,
    SMALL_PROGRAMS,
    TRYING_PROGRAMS,
)
from exercises.process_lock.tests.exploring import explore_all, explore_alone
from exercises.process_lock.tests.model import EXCLUSION, SHARING, TRYING
from exercises.process_lock.tests.session import open_session
from exercises.process_lock.tests.walks import Patience, walk_to_the_end
from harness.graded import graded
from harness.simulators.faults import DEADLOCK
from harness.simulators.schedules import UniformPicks


@graded("nobody-is-inside-beside-a-writer")
def test_nobody_is_inside_beside_a_writer(submission: Any, figures: Any) -> None:
    """In no order of operations are a writer and anybody else inside together."""
    explore_all(submission, SMALL_PROGRAMS, SMALL, (EXCLUSION,), figures)


@graded("nobody-sleeps-for-ever")
def test_nobody_sleeps_for_ever(submission: Any, figures: Any) -> None:
    """Whenever nobody can run, everybody has finished."""
    explore_all(submission, SMALL_PROGRAMS, SMALL, (DEADLOCK,), figures)


@graded("readers-share")
def test_readers_share(submission: Any) -> None:
    """Wherever no writer is about and nobody else is in a call, a reader enters at once."""
    explore_alone(submission, SHARING_PROGRAMS, ALONE, check_sharing, SHARING, "acquire_shared()")


@graded("trying-never-waits")
def test_trying_never_waits(submission: Any) -> None:
    """try_acquire comes to its end alone, and answers rightly where rule 6 fixes the answer."""
    explore_alone(submission, TRYING_PROGRAMS, ALONE, check_trying, TRYING, "try_acquire()")


@graded("counters-may-wrap")
def test_counters_may_wrap(submission: Any, randomness: Random) -> None:
    """With words of 8 bits, 400 acquisitions end well, and nobody is inside who must not be."""
    for threads in (3, 4):
        program = tuple(
            "".join(randomness.choices("WRT", (5, 3, 1), k=400 // threads)) for _ in range(threads)
        )
        session = open_session(submission, program, word_bits=8, live=True)
        patience = Patience(100)
        picks = UniformPicks(randomness.getrandbits(32))
        walk_to_the_end(session, picks, patience.watch, patience.allow, patience.remark)
