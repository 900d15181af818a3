"""What the gradebook promises, on every database."""

import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, Unjudged
from grader.scoring.policy_curve import Yardstick
from harness.outcomes import Verdict
from harness.schedule_table import make_table
from tests.grader.sample_grades import EXERCISE_DIGEST, SLUG, failed, sample_class, sample_grade

RECORDING = """
import itertools, sys
from grader.gradebook.gradebook import open_gradebook
from tests.grader.sample_grades import sample_grade
url, prefix, most = sys.argv[1:]
with open_gradebook(url) as book:
    for number in itertools.islice(itertools.count(), int(most) or None):
        book.record(sample_grade(f"{prefix} {number}"))
        print(number, flush=True)
"""


def find(book: Gradebook, grade: Grade) -> Grade | None:
    """Look a grade up by its own key."""
    receipt = grade.receipt
    return book.find(
        grade.student,
        grade.exercise,
        receipt.submission_digest,
        receipt.exercise_digest,
        receipt.seed,
    )


def start_recording(url: str, prefix: str, most: int) -> subprocess.Popen[str]:
    """Start a process that records grades and prints the number of each; 0 is without end."""
    return subprocess.Popen(
        [sys.executable, "-c", RECORDING, url, prefix, str(most)],
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_grade_comes_back_as_it_was(url: str) -> None:
    """Receipt, outcomes, figures and texts survive closing and opening, whatever they hold."""
    hostile = failed(
        "claims-are-kept",
        message="\0 \ud800 \x1b[31m ' \" <b> \u202e 王",
        counterexample=("a\0b", "\udcff"),
        prints="\0" * 10,
        table=make_table(("step", "王"), [("1", "\0 \ud800 <b>")]),
    )
    grade = sample_grade("王伟", hostile, seed=2**63 - 1)
    with open_gradebook(url) as book:
        book.record(grade)
    with open_gradebook(url) as book:
        assert find(book, grade) == grade
        assert book.grades() == (grade,)


def test_the_same_grade_makes_no_second_row(url: str) -> None:
    """Recording a key again keeps the first grade alone."""
    first = sample_grade("Lin")
    again = sample_grade("Lin", failed("claims-are-kept"))
    with open_gradebook(url) as book:
        book.record(first)
        book.record(again)
        assert book.grades(with_replaced=True) == (first,)


def test_a_replaced_grade_stays_in_the_history(url: str) -> None:
    """Grading again puts the new grade in force and keeps all earlier ones, in order."""
    grades = [sample_grade("Lin", started=f"2026-09-{day}") for day in (17, 18, 19)]
    with open_gradebook(url) as book:
        for grade in grades:
            book.record(grade, replace=True)
        assert find(book, grades[0]) == grades[2]
        assert book.latest(SLUG) == (grades[2],)
        assert book.grades() == (grades[2],)
        assert book.grades(with_replaced=True) == tuple(grades)


@pytest.mark.parametrize(
    "change",
    [{"submission_digest": "b" * 64}, {"exercise_digest": "c" * 64}, {"seed": 1}],
    ids=str,
)
def test_another_key_is_another_grade(url: str, change: dict[str, object]) -> None:
    """A grade is found only for the same solution, exercise and seed."""
    grade = sample_grade("Lin")
    other = sample_grade("Lin", **change)
    with open_gradebook(url) as book:
        book.record(grade)
        assert find(book, other) is None
        book.record(other)
        assert book.grades() == (grade, other)


def test_latest_is_what_was_recorded_last(url: str) -> None:
    """A student who goes back to an earlier solution has its grade again."""
    early = sample_grade("Lin", submission_digest="1" * 64)
    late = sample_grade("Lin", failed("claims-are-kept"), submission_digest="2" * 64)
    other = sample_grade("Ada")
    with open_gradebook(url) as book:
        for grade in (early, late, other):
            book.record(grade)
        assert book.latest(SLUG) == (other, late)
        book.record(early)
        assert book.latest(SLUG) == (other, early)
        assert book.latest("file_lock") == ()


def test_grades_are_chosen_by_exercise_and_student(url: str) -> None:
    """Either, both or none narrow the list, which keeps the order of recording."""
    here = sample_grade("Lin")
    there = replace(sample_grade("Lin"), exercise="file_lock")
    other = sample_grade("Ada")
    with open_gradebook(url) as book:
        for grade in (here, there, other):
            book.record(grade)
        assert book.grades() == (here, there, other)
        assert book.grades(exercise=SLUG) == (here, other)
        assert book.grades(student="Lin") == (here, there)
        assert book.grades(exercise=SLUG, student="Ada") == (other,)


def test_a_failure_is_listed_until_a_grade_is_recorded(url: str) -> None:
    """The newest reason is kept; a grade of the same student and exercise ends it, no other."""
    with open_gradebook(url) as book:
        book.record_failure("Lin", SLUG, "first")
        book.record_failure("Lin", SLUG, "second \0 \ud800")
        book.record_failure("Lin", "file_lock", "empty")
        book.record_failure("Ada", SLUG, "empty")
        assert book.failures(SLUG) == (
            Unjudged("Ada", SLUG, "empty"),
            Unjudged("Lin", SLUG, "second \\x00 \\ud800"),
        )
        book.record(sample_grade("Lin"))
        assert book.failures() == (
            Unjudged("Ada", SLUG, "empty"),
            Unjudged("Lin", "file_lock", "empty"),
        )


def test_exercises_are_those_of_grades_and_failures(url: str) -> None:
    """Each is named once, whatever is recorded of it."""
    with open_gradebook(url) as book:
        assert book.exercises() == frozenset()
        book.record(sample_grade("Lin"))
        book.record(sample_grade("Ada"))
        book.record_failure("Lin", "file_lock", "empty")
        assert book.exercises() == {SLUG, "file_lock"}


def test_a_grade_that_is_not_final_is_refused(url: str) -> None:
    """What the judge's own failure made is never kept as a grade."""
    broken = sample_grade("Lin", failed("claims-are-kept", verdict=Verdict.JUDGE_ERROR))
    with open_gradebook(url) as book:
        with pytest.raises(ValueError, match="only if the judge worked"):
            book.record(broken)
        assert book.grades() == ()


def test_yardsticks_belong_to_an_exercise_and_a_seed(url: str) -> None:
    """They are found for both together, replaced when saved again, and may be empty."""
    first = {"seeks": Yardstick(baseline=400.0, reference=120.5)}
    second = {"seeks": Yardstick(baseline=410.0, reference=119.0)}
    with open_gradebook(url) as book:
        assert book.find_yardsticks(EXERCISE_DIGEST, 1) is None
        book.save_yardsticks(EXERCISE_DIGEST, 1, first)
        book.save_yardsticks(EXERCISE_DIGEST, 2, {})
        assert book.find_yardsticks(EXERCISE_DIGEST, 1) == first
        assert book.find_yardsticks(EXERCISE_DIGEST, 2) == {}
        assert book.find_yardsticks("other", 1) is None
        book.save_yardsticks(EXERCISE_DIGEST, 1, second)
        assert book.find_yardsticks(EXERCISE_DIGEST, 1) == second


def test_a_killed_process_loses_no_grade_it_has_reported(url: str) -> None:
    """After kill -9 in the middle of recording, all that was reported is there and is whole."""
    process = start_recording(url, "student", 0)
    assert process.stdout is not None
    with process.stdout as reported:
        last = [int(reported.readline()) for _ in range(15)][-1]
        process.send_signal(signal.SIGKILL)
        last = max([last, *map(int, re.findall(r"(\d+)\n", reported.read()))])
    process.wait()
    with open_gradebook(url) as book:
        kept = book.grades()
        assert kept == tuple(sample_grade(f"student {n}") for n in range(len(kept)))
        assert last + 1 <= len(kept) <= last + 2
        book.record(sample_grade("after"))


def test_commands_that_write_at_once_lose_nothing(url: str) -> None:
    """Several processes create the tables and record together; each grade is kept."""
    processes = [start_recording(url, f"process {n}", 10) for n in range(3)]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with open_gradebook(url) as book:
        assert len(book.latest(SLUG)) == 30


def test_threads_may_share_a_gradebook(url: str) -> None:
    """Recording and reading from several threads keeps each grade once."""
    grades, _ = sample_class(24)
    with open_gradebook(url) as book, ThreadPoolExecutor(4) as pool:
        list(pool.map(book.record, (*grades, *grades)))
        assert set(pool.map(lambda grade: find(book, grade) == grade, grades)) == {True}
        assert len(book.grades(with_replaced=True)) == 24


def test_what_came_in_is_kept_once_in_its_order(url: str) -> None:
    """The same solution at the same time moves to the end, with what was said of it last."""
    first = Arrival("Ada \0", SLUG, "a" * 64, "2026-03-01T10:00:00+00:00", "c" * 40, ("late",))
    second = Arrival("Ada \0", SLUG, "b" * 64)
    other = Arrival("Ada \0", "process_lock", "a" * 64)
    with open_gradebook(url) as book:
        book.record_arrivals([first, second, other])
        book.record_arrivals([replace(first, flags=())])
    with open_gradebook(url) as book:
        found = book.arrivals(SLUG)
        assert [one.submission_digest for one in found] == ["b" * 64, "a" * 64]
        assert found[1] == replace(first, student="Ada \\x00", flags=())
        assert len(book.arrivals()) == 3
