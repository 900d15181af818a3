"""From a submission to a grade: what is known is not judged again, what failed is nobody's zero."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.judging.job import Judged, unjudged
from grader.pipeline import Bench, Work, grade_all, plan, renew, to_grade
from grader.scoring.grade import Grade, Unjudged
from grader.scoring.policy_curve import Yardstick
from grader.submissions.intake import Submission
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Outcome, Verdict
from tests.tiny_exercise import ADDS, SOLUTION, write_exercise

WRONG = SOLUTION.replace("return self.value\n", "return self.value + 1\n")
BENCH = Bench("process", 2, 5)


def submission(student: str, source: str = SOLUTION) -> Submission:
    """Return what a student handed in."""
    content = source.encode()
    digest = hashlib.sha256(content).hexdigest()
    return Submission(student, {"solution.py": content}, digest, f"/class/{student}")


def judged(*outcomes: Outcome) -> Judged:
    """Return a judgement."""
    facts = {"virtlab": "0", "image_digest": "sha256:1"}
    return Judged(outcomes, "process", facts, "2026-01-01T00:00:00+00:00", 1.5, {})


PASSED = judged(Outcome("adds", Verdict.PASSED))
FAILED = judged(Outcome("adds", Verdict.FAILED, "add(1) returned 2"))


@pytest.fixture
def exercise(tmp_path: Path) -> ExerciseFolder:
    """Return an exercise with one property."""
    return write_exercise(tmp_path)


@pytest.fixture
def book(tmp_path: Path) -> Gradebook:
    """Return an empty gradebook."""
    return open_gradebook(f"sqlite:///{tmp_path / 'grades.sqlite'}")


def graded(
    exercise: ExerciseFolder, one: Submission, outcome: Judged = PASSED, seed: int = 5
) -> Grade:
    """Return a grade, without judging."""
    made = to_grade(exercise, one, outcome, {}, seed)
    assert isinstance(made, Grade)
    return made


def students(work: Work) -> tuple[list[str], list[str]]:
    """Return whose grades are known, and who is to be judged."""
    return [one.student for one in work.known], [one.student for one in work.to_judge]


def test_a_grade_has_its_receipt(exercise: ExerciseFolder) -> None:
    """All that is needed to get the same grade again."""
    one = submission("ada")
    grade = graded(exercise, one)
    assert grade.score == 100
    receipt = grade.receipt
    assert receipt.submission_digest == one.digest
    assert receipt.exercise_digest == exercise.digest()
    assert (receipt.seed, receipt.sandbox, receipt.image_digest) == (5, "process", "sha256:1")
    assert (receipt.started, receipt.seconds) == ("2026-01-01T00:00:00+00:00", 1.5)


def test_a_failure_of_ours_is_no_grade(exercise: ExerciseFolder) -> None:
    """Neither a judge that broke nor a test that erred."""
    broke = to_grade(exercise, submission("ada"), unjudged("process", "the disk is full"), {}, 0)
    assert broke == Unjudged("ada", "tiny_counter", "the disk is full")


def test_one_error_of_several_properties_is_told_once(tmp_path: Path) -> None:
    """A file of tests that does not import would be told once for each property."""
    exercise = write_exercise(tmp_path, ids=("adds", "spells", "steps"))
    outcomes = [
        Outcome("adds", Verdict.JUDGE_ERROR, "no module"),
        Outcome("spells", Verdict.PASSED),
        Outcome("steps", Verdict.JUDGE_ERROR, "no module"),
    ]
    made = to_grade(exercise, submission("ada"), judged(*outcomes), {}, 0)
    assert made == Unjudged("ada", "tiny_counter", "adds, steps: no module")


def test_a_missing_yardstick_is_the_operators(tmp_path: Path) -> None:
    """With one, the figure is scored."""
    curve = 'zero = "baseline"\nfull = "reference"'
    exercise = write_exercise(tmp_path, curves={"adds": curve})
    outcome = judged(Outcome("adds", Verdict.PASSED, figures={"adds": 0.75}))
    with pytest.raises(GraderError, match="no yardstick"):
        to_grade(exercise, submission("ada"), outcome, {}, 0)
    made = to_grade(exercise, submission("ada"), outcome, {"adds": Yardstick(0.5, 1.0)}, 0)
    assert isinstance(made, Grade)
    assert made.score == 50


def test_only_what_is_not_known_is_judged(exercise: ExerciseFolder, book: Gradebook) -> None:
    """Another source, another seed or another version of the exercise is not known."""
    ada, bela = submission("ada"), submission("bela")
    with book:
        book.record(graded(exercise, ada))
        assert students(plan(exercise, [ada, bela], book, 5)) == (["ada"], ["bela"])
        assert students(plan(exercise, [ada, bela], book, 5, again=True)) == ([], ["ada", "bela"])
        assert students(plan(exercise, [ada], book, 6)) == ([], ["ada"])
        assert students(plan(exercise, [submission("ada", WRONG)], book, 5)) == ([], ["ada"])
        (exercise.tests_path / "model.py").write_text("")
        assert students(plan(exercise, [ada], book, 5)) == ([], ["ada"])


def test_an_earlier_solution_handed_in_anew_is_the_latest(
    exercise: ExerciseFolder, book: Gradebook
) -> None:
    """Its grade is known, and counts again; so it does where something failed since."""
    first, second = submission("ada"), submission("ada", WRONG)
    with book:
        book.record(graded(exercise, first))
        book.record(graded(exercise, second, FAILED))
        book.record(graded(exercise, submission("bela")))
        book.record_failure("bela", exercise.slug, "no UTF-8")
        assert [one.score for one in book.latest(exercise.slug)] == [0, 100]
        work = plan(exercise, [first, submission("bela")], book, 5)
        renew(exercise, work, book)
        assert [one.score for one in book.latest(exercise.slug)] == [100, 100]
        assert book.failures() == ()
        assert len(book.grades(with_replaced=True)) == 3


def test_several_submissions_of_a_student_are_graded_each(
    exercise: ExerciseFolder, book: Gradebook
) -> None:
    """The same solution once; of those that are known, the last becomes the latest again."""
    first, second = submission("ada"), submission("ada", WRONG)
    with book:
        work = plan(exercise, [first, second, first], book, 5)
        assert [one.digest for one in work.to_judge] == [first.digest, second.digest]
        book.record(graded(exercise, second, FAILED))
        book.record(graded(exercise, first))
        renew(exercise, plan(exercise, [first, second], book, 5), book)
        assert [one.score for one in book.latest(exercise.slug)] == [0]
    kept = judge(exercise, [first, second], Writes())
    assert sorted(one.score for one in kept if isinstance(one, Grade)) == [0, 100]


class Writes:
    """A gradebook that notes what is written to it, and can run out of room."""

    def __init__(self, room: int = 100) -> None:
        self.kept: list[Grade | Unjudged] = []
        self._room = room

    def find(self, *_: object) -> None:
        """Know nothing."""

    def latest(self, exercise: str) -> tuple[Grade, ...]:
        """Know nothing."""
        del exercise
        return ()

    def failures(self, exercise: str | None = None) -> tuple[Unjudged, ...]:
        """Know nothing."""
        del exercise
        return ()

    def record(self, grade: Grade, *, replace: bool = False) -> None:
        """Note a grade."""
        del replace
        if len(self.kept) == self._room:
            raise GraderError("no room")
        self.kept.append(grade)

    def record_failure(self, student: str, exercise: str, reason: str) -> None:
        """Note a failure."""
        self.kept.append(Unjudged(student, exercise, reason))


def judge(
    exercise: ExerciseFolder, class_: Sequence[Submission], book: Writes
) -> list[Grade | Unjudged]:
    """Judge a class for real."""
    return list(grade_all(exercise, class_, {}, book, BENCH))


def test_each_grade_is_kept_before_it_is_told(exercise: ExerciseFolder) -> None:
    """Whoever stops listening loses nothing that was told."""
    book = Writes()
    told = []
    for one in grade_all(exercise, [submission("ada"), submission("bela", WRONG)], {}, book, BENCH):
        told.append(one)
        assert book.kept == told
    scores = {one.student: one.score for one in told if isinstance(one, Grade)}
    assert scores == {"ada": 100, "bela": 0}


def test_a_gradebook_that_fails_ends_the_run(exercise: ExerciseFolder) -> None:
    """What was kept before stays kept."""
    book = Writes(room=1)
    with pytest.raises(GraderError, match="no room"):
        judge(exercise, [submission("ada"), submission("bela"), submission("cleo")], book)
    assert len(book.kept) == 1


def test_a_test_that_errs_grades_nobody(tmp_path: Path) -> None:
    """Each student is listed with the error, none with a zero."""
    tests = ADDS.replace("    counter, total", "    raise KeyError('mine')\n    counter, total")
    exercise = write_exercise(tmp_path, tests)
    book = Writes()
    made = judge(exercise, [submission("ada"), submission("bela")], book)
    assert sorted(one.student for one in made) == ["ada", "bela"]
    for one in made:
        assert isinstance(one, Unjudged)
        assert "KeyError: 'mine'" in one.reason
    assert book.kept == made


def test_the_same_grade_twice_is_the_same_but_for_times(exercise: ExerciseFolder) -> None:
    """With the same seed, byte for byte."""
    class_ = [submission("ada", WRONG)]
    grades = [judge(exercise, class_, Writes()) for _ in range(2)]
    first, second = (_timeless(made[0]) for made in grades)
    assert first == second


def _timeless(made: Grade | Unjudged) -> object:
    assert isinstance(made, Grade)
    outcomes = tuple(replace(one, seconds=0.0) for one in made.outcomes)
    receipt = replace(made.receipt, started="", seconds=0.0)
    return replace(made, outcomes=outcomes, receipt=receipt).to_json()
