"""Yardsticks: measured once a seed, kept, published for students; a bad measurement grades nobody."""

from pathlib import Path

import pytest

from grader.calibration import class_yardsticks, measure
from grader.errors import GraderError
from grader.gradebook.gradebook import open_gradebook
from grader.pipeline import Bench
from grader.published import published_yardsticks, write_yardsticks
from grader.scoring.policy_curve import Yardstick
from harness.exercise.errors import ExerciseError
from harness.exercise.folder import ExerciseFolder
from tests.tiny_exercise import SOLUTION, write_exercise

BENCH = Bench("process", 2, 0)
MEASURES = """
@graded("measures")
def test_measures(submission, figures):
    found = submission.Counter().add(3)
    assert found > 0, f"add(3) returned {found}"
    figures.record("measures.sum", found)
    if found == 9:
        figures.record("measures.nine", 9)
"""
CURVE = 'zero = "baseline"\nfull = "reference"'


def adding(amount: int) -> str:
    """Return a solution that adds something else."""
    return SOLUTION.replace("self.value += amount", f"self.value += {amount}")


def exercise_with(root: Path, reference: str, baseline: str) -> ExerciseFolder:
    """Return an exercise that measures, with these solutions."""
    solutions = {"solution.py": reference, "baseline.py": baseline}
    return write_exercise(
        root, MEASURES, ("measures",), curves={"measures": CURVE}, references=solutions
    )


def test_figures_are_measured_once_a_seed(tmp_path: Path) -> None:
    """The gradebook keeps them: the second time, nothing is judged."""
    exercise = exercise_with(tmp_path, adding(3), adding(1))
    with open_gradebook(f"sqlite:///{tmp_path / 'grades.sqlite'}") as book:
        expected = {"measures.sum": Yardstick(baseline=1, reference=3)}
        assert class_yardsticks(exercise, book, BENCH) == expected
        no_engine = Bench("none", 1, 0)
        assert class_yardsticks(exercise, book, no_engine) == expected


def test_nothing_is_measured_where_no_curve_asks(tmp_path: Path) -> None:
    """Numbers as anchors need no reference."""
    exercise = write_exercise(tmp_path)
    with open_gradebook(f"sqlite:///{tmp_path / 'grades.sqlite'}") as book:
        assert class_yardsticks(exercise, book, Bench("none", 1, 0)) == {}
    assert published_yardsticks(exercise) == {}


@pytest.mark.parametrize(
    ("reference", "baseline", "says"),
    [
        (adding(0), adding(1), "the reference fails measures .FAILED.: add.3. returned 0"),
        (adding(3), "def", "the baseline fails measures"),
        (adding(9), adding(1), "figures of one solution only: ..measures.nine"),
    ],
    ids=["reference-fails", "baseline-fails", "one-figure-more"],
)
def test_solutions_that_can_not_be_measured_are_the_authors_mistake(
    tmp_path: Path, reference: str, baseline: str, says: str
) -> None:
    """Nobody is scored against half of the figures."""
    with pytest.raises(ExerciseError, match=says):
        measure(exercise_with(tmp_path, reference, baseline), BENCH)


def test_without_the_reference_no_class_is_graded(tmp_path: Path) -> None:
    """A student's installation has none; the message says where one is."""
    exercise = exercise_with(tmp_path, adding(3), adding(1))
    (exercise.reference_path / "baseline.py").unlink()
    with pytest.raises(GraderError, match=r"baseline\.py is missing") as caught:
        measure(exercise, BENCH)
    assert "checkout" in caught.value.hint


def test_what_is_published_is_what_was_written(tmp_path: Path) -> None:
    """And changes no digest."""
    exercise = exercise_with(tmp_path, adding(3), adding(1))
    before = exercise.digest()
    yardsticks = {"measures.sum": Yardstick(0.1, 1e300), "b": Yardstick(-1, 2)}
    write_yardsticks(exercise, yardsticks)
    assert published_yardsticks(exercise) == yardsticks
    assert exercise.digest() == before


@pytest.mark.parametrize(
    "text",
    [None, "", "[]", "{}", '{"figures": 3}', '{"figures": {"a": [1]}}', '{"figures": {"a": 3}}'],
)
def test_published_figures_that_can_not_be_read_are_named(tmp_path: Path, text: str | None) -> None:
    """With the command that makes them."""
    exercise = exercise_with(tmp_path, adding(3), adding(1))
    if text is not None:
        exercise.yardsticks_path.write_text(text)
    with pytest.raises(ExerciseError, match="--write-yardsticks"):
        published_yardsticks(exercise)
