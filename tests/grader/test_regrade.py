"""What regrading finds, compares and writes; the judging itself is ``test_pipeline``'s."""

import hashlib
from pathlib import Path

import pytest

from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.regrade import changes, plan_regrade, write_changes
from grader.scoring.grade import Grade
from grader.scoring.policy_curve import Yardstick
from grader.submissions.intake import Submission
from harness.exercise.folder import ExerciseFolder
from tests.grader.sample_grades import failed, sample_grade
from tests.tiny_exercise import SLUG, write_exercise

SOURCE = b"class Counter: ...\n"
DIGEST = hashlib.sha256(SOURCE).hexdigest()
HERE = {name: Submission(name, {"solution.py": SOURCE}, DIGEST, name) for name in "abcdef"}


def grade_of(student: str, exercise_digest: str, *lost: str, **receipt: object) -> Grade:
    """Return a grade of the submission that is here."""
    found = sample_grade(
        student,
        *map(failed, lost),
        **{"submission_digest": DIGEST, "exercise_digest": exercise_digest, **receipt},
    )
    return Grade(student, SLUG, found.outcomes, found.receipt)


@pytest.fixture
def book(tmp_path: Path) -> Gradebook:
    """Return an empty gradebook."""
    return open_gradebook(f"sqlite:///{tmp_path / 'book.sqlite'}")


@pytest.fixture
def draft(tmp_path: Path) -> Gradebook:
    """Return the gradebook of the new grades."""
    return open_gradebook(f"sqlite:///{tmp_path / 'draft.sqlite'}")


@pytest.fixture
def exercise(tmp_path: Path) -> ExerciseFolder:
    """Return an exercise, for its digest."""
    return write_exercise(tmp_path)


def test_only_what_was_graded_under_another_version_is_judged(
    book: Gradebook, exercise: ExerciseFolder
) -> None:
    """Each with the seed of its grade; for everybody else there is a reason."""
    with book:
        book.record(grade_of("a", "old", seed=1))
        book.record(grade_of("b", "old", seed=2))
        book.record(grade_of("c", exercise.digest(), seed=1))
        book.record(grade_of("d", "old", submission_digest="another"))  # and one is here, ungraded
        book.record(grade_of("gone", "old"))
        plan = plan_regrade(exercise, tuple(HERE.values()), book)
    assert plan.by_seed == {1: (HERE["a"],), 2: (HERE["b"],)}
    assert sorted(plan.left) == [
        ("c", "is graded under this version of the exercise already"),
        ("d", "a submission has no grade yet"),
        ("d", "the submission that was graded is not here"),
        ("e", "a submission has no grade yet"),
        ("f", "a submission has no grade yet"),
        ("gone", "the submission that was graded is not here"),
    ]


def test_changes_name_the_properties_and_the_losers_first(
    book: Gradebook, exercise: ExerciseFolder
) -> None:
    """Points by property add up to the difference."""
    with book:
        book.record(grade_of("a", "old", "claims-are-kept"))
        book.record(grade_of("b", "old"))
        plan = plan_regrade(exercise, tuple(HERE.values()), book)
    new = exercise.digest()
    made = [grade_of("a", new), grade_of("b", new, "freed-neighbours-join")]
    lost, gained = changes(plan, made)
    assert (lost.student, lost.points, lost.properties) == ("b", -12, (("A2", -12),))
    assert (gained.student, gained.points, gained.properties) == ("a", 12, (("M2", 12),))


def test_writing_makes_new_grades_the_latest_and_keeps_the_old(
    book: Gradebook, draft: Gradebook, exercise: ExerciseFolder
) -> None:
    """The yardsticks come with them; a second plan finds nothing left to do."""
    old = grade_of("a", "old", "claims-are-kept")
    new = grade_of("a", exercise.digest())
    yardsticks = {"figure": Yardstick(1, 2)}
    with book, draft:
        book.record(old)
        plan = plan_regrade(exercise, tuple(HERE.values()), book)
        draft.record(new)
        draft.save_yardsticks(exercise.digest(), new.receipt.seed, yardsticks)
        wanted = changes(plan, [new])
        assert write_changes(wanted, draft, book) == wanted
        assert book.latest(SLUG) == (new,)
        assert book.grades(SLUG) == (old, new)
        assert book.find_yardsticks(exercise.digest(), new.receipt.seed) == yardsticks
        assert plan_regrade(exercise, tuple(HERE.values()), book).by_seed == {}


def test_every_submission_of_a_student_is_judged_anew(
    book: Gradebook, draft: Gradebook, exercise: ExerciseFolder
) -> None:
    """The best may count; which one is the latest stays as it was."""
    both = [
        Submission("a", {"solution.py": SOURCE}, digest, digest) for digest in ("first", "second")
    ]
    new = exercise.digest()
    with book, draft:
        for one in both:
            book.record(grade_of("a", "old", submission_digest=one.digest))
        plan = plan_regrade(exercise, both, book)
        assert [len(found) for found in plan.by_seed.values()] == [2]
        made = [
            grade_of("a", new, submission_digest="second"),
            grade_of("a", new, "claims-are-kept", submission_digest="first"),
        ]
        assert len(write_changes(changes(plan, made), draft, book)) == 2
        assert book.latest(SLUG) == (made[0],)


def test_an_older_submission_never_becomes_the_latest(
    book: Gradebook, draft: Gradebook, exercise: ExerciseFolder
) -> None:
    """Where only the older one is judged anew, the newer one stays in front."""
    newer = grade_of("a", exercise.digest(), submission_digest="newer")
    with book, draft:
        book.record(grade_of("a", "old"))
        book.record(newer)
        plan = plan_regrade(exercise, tuple(HERE.values()), book)
        wanted = changes(plan, [grade_of("a", exercise.digest())])
        assert write_changes(wanted, draft, book) == wanted
        assert book.latest(SLUG) == (newer,)


def test_who_was_graded_meanwhile_is_left_alone(
    book: Gradebook, draft: Gradebook, exercise: ExerciseFolder
) -> None:
    """A grade that came after the comparison was shown is not put behind the new one."""
    with book, draft:
        book.record(grade_of("a", "old"))
        book.record(grade_of("b", "old"))
        plan = plan_regrade(exercise, tuple(HERE.values()), book)
        made = [grade_of(name, exercise.digest()) for name in "ab"]
        later = grade_of("a", "old", seed=99)
        book.record(later)
        written = write_changes(changes(plan, made), draft, book)
        assert [one.student for one in written] == ["b"]
        assert book.latest(SLUG) == (later, made[1])
        assert write_changes((), draft, book) == ()
