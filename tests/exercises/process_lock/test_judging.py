"""Explorations and lone runs against real locks; counterexamples that fail on their own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from exercises.process_lock.tests.alone import check_end, check_sharing, check_trying
from exercises.process_lock.tests.exploring import explore_all, explore_alone
from exercises.process_lock.tests.misuse import check_constructor, check_misuse
from exercises.process_lock.tests.model import EXCLUSION, SHARING, SPINNING, TRYING
from exercises.process_lock.tests.session import open_session
from exercises.process_lock.tests.walks import check_isolation
from harness.pytest_plugin import Figures
from harness.remote.proxy import Submission
from harness.schedule_table import ScheduleFailure
from harness.simulators.exploration import Bounds
from harness.simulators.faults import DEADLOCK
from harness.simulators.schedules import UniformPicks
from harness.simulators.walk import walk
from tests.exercises.process_lock.locks import BASELINE, REFERENCE, mutant, running

BOUNDS = Bounds(states=500, preemptions=2, most_states=3000)
Judge = Callable[[Submission], None]


def exploring(aspect: str, *program: str, spare_wakes: int = 0) -> Judge:
    """Return a judge that explores one program."""

    def judge(submission: Submission) -> None:
        figures: Any = Figures()
        explore_all(submission, [program], BOUNDS, (aspect,), figures, spare_wakes=spare_wakes)

    return judge


def alone(check: Any, aspect: str, call: str, *program: str) -> Judge:
    """Return a judge that lets threads run alone."""
    return lambda submission: explore_alone(submission, [program], BOUNDS, check, aspect, call)


CASES: dict[str, Judge] = {
    "check_then_store": exploring(EXCLUSION, "W", "W"),
    "writer_ignores_readers": exploring(EXCLUSION, "W", "R"),
    "sleeps_unannounced": exploring(DEADLOCK, "W", "W"),
    "reader_drops_the_flag": exploring(DEADLOCK, "R", "R", "W"),
    "grant_is_not_checked_again": exploring(EXCLUSION, "W", "W", spare_wakes=1),
    "spins": alone(check_end, SPINNING, "acquire()", "W", "W"),
    "readers_exclude_each_other": alone(check_sharing, SHARING, "acquire_shared()", "R", "R"),
    "try_never_succeeds": alone(check_trying, TRYING, "try_acquire()", "T", "T"),
    "try_spins_on_the_guard": alone(check_trying, TRYING, "try_acquire()", "T", "W"),
    "try_sleeps": alone(check_trying, TRYING, "try_acquire()", "T", "W"),
    "keeps_the_queue_flag": alone(check_trying, TRYING, "try_acquire()", "WT", "W"),
}


def failure_of(path: Path, judge: Judge) -> ScheduleFailure:
    """Return how a lock fails."""
    with running(path) as submission, pytest.raises(ScheduleFailure) as caught:
        judge(submission)
    return caught.value


@pytest.mark.parametrize("name", CASES)
def test_a_counterexample_fails_by_itself(name: str, tmp_path: Path) -> None:
    """The program exits with 1 beside the mutant, and with 0 beside the reference."""
    failure = failure_of(mutant(name), CASES[name])
    assert failure.table.rows
    assert failure.program is not None
    program = tmp_path / "repro.py"
    program.write_text(failure.program, encoding="utf-8")
    for path, code in ((mutant(name), 1), (REFERENCE, 0)):
        (tmp_path / "solution.py").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-I", str(program)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert run.returncode == code, run.stdout + run.stderr
        assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("path", [REFERENCE, BASELINE], ids=lambda path: path.stem)
def test_correct_locks_pass(name: str, path: Path) -> None:
    """What fails a mutant does not fail what is right."""
    with running(path) as submission:
        CASES[name](submission)


def test_a_failure_names_the_program_and_shows_the_last_step() -> None:
    """The message says who is where; the table ends with the step that did it."""
    failure = failure_of(mutant("check_then_store"), CASES["check_then_store"])
    assert "thread 0 (exclusive mode) and thread 1 (exclusive mode) are inside" in str(failure)
    assert "thread 1 calls acquire(), release()" in str(failure)
    assert failure.steps == len(failure.table.rows) == 4
    assert "acquire() returned" in "".join(failure.table.rows[-1])


@pytest.mark.parametrize("name", ["backs_off_at_random", "learns_in_a_class_variable"])
def test_a_thread_by_itself_does_the_same(name: str) -> None:
    """A process of its own shows what was shared in secret."""
    with running(mutant(name)) as submission, pytest.raises(ScheduleFailure) as caught:
        _walk_and_compare(submission)
    assert caught.value.table.columns[2:] == ("beside the others", "in a process of its own")


def test_honest_threads_do_the_same_everywhere() -> None:
    """The reference's histories repeat in processes of their own."""
    with running(REFERENCE) as submission:
        _walk_and_compare(submission)


def _walk_and_compare(submission: Submission) -> None:
    for seed in range(3):
        session = open_session(submission, ("WW", "WR", "WW"), live=True)
        done = walk(session.world, UniformPicks(seed), 3000)
        check_isolation(submission, session, done.end, range(3))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("release_by_anybody", "release() did not raise NotHeldError"),
        (
            "reader_may_upgrade",
            "acquire() sleeps; right is to raise AlreadyHeldError: thread 0 holds",
        ),
        ("writes_before_it_refuses", "yet it changed the words"),
        ("one_error_for_both", "release() raised AlreadyHeldError; right is NotHeldError"),
    ],
)
def test_misuse_is_told_call_by_call(name: str, text: str) -> None:
    """The table has the calls up to the wrong one."""
    failure = failure_of(mutant(name), check_misuse)
    assert text in str(failure)
    assert failure.table.columns == ("call", "thread 0", "thread 1", "words after")


def test_constructors_are_judged_by_their_arguments() -> None:
    """A lock that takes any word is caught, the reference is not."""
    with running(mutant("takes_any_word")) as submission:
        with pytest.raises(AssertionError, match="word_bits=7"):
            check_constructor(submission)
        check_misuse(submission)
    with running(REFERENCE) as submission:
        check_constructor(submission)
        check_misuse(submission)
