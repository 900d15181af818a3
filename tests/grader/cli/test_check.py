"""``virtlab check``: each fault of an exercise is reported, and none where there is none."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.published import published_yardsticks
from harness.exercise.folder import ExerciseFolder
from tests.grader.cli.command_line import Ran, virtlab
from tests.tiny_exercise import SOLUTION, write_exercise

pytestmark = pytest.mark.bubblewrap

NOTICED = '"""One more.\n\nKilled by: adds\n"""\n' + SOLUTION.replace(
    "return self.value\n", "return self.value + 1\n"
)
UNNOTICED = NOTICED.replace("return self.value + 1\n", "return self.value\n")
MEASURES = """
@graded("measures")
def test_measures(submission, figures):
    figures.record("measures", submission.Counter().add(3))
"""


def check(root: Path, *options: str) -> Ran:
    """Check the small exercise."""
    command = ("check", "tiny_counter", "--sandbox", "bubblewrap", *options)
    return virtlab(*command, cwd=root, VIRTLAB_CATALOG=str(root / "exercises"))


def test_an_exercise_that_is_right_is_said_to_be(tmp_path: Path) -> None:
    """A kill matrix under each seed, a summary, and exit code 0."""
    write_exercise(tmp_path, mutants={"more.py": NOTICED})
    ran = check(tmp_path, "--seeds", "2")
    assert ran.code == exit_codes.DONE, ran.err
    rows = [line.split() for line in ran.out.splitlines()]
    assert [row[:3] for row in rows if row[0] == "mutants/more"] == [["mutants/more", "0", "X"]] * 2
    assert rows[-1] == ["tiny_counter", "100", "2", "of", "2", "2", "2", "0"]


def change(name: str, old: str, new: str) -> Callable[[ExerciseFolder], object]:
    """Return a change of one file."""

    def apply(exercise: ExerciseFolder) -> None:
        path = exercise.path / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return apply


FAULTS: dict[str, tuple[Callable[[ExerciseFolder], object], str]] = {
    "points": (change("manifest.toml", "points = 100", "points = 90"), "sum to 90, not to 100"),
    "no-test": (
        change("tests/test_algorithm.py", '"adds"', '"other"'),
        "adds is in the manifest, but no test judges it",
    ),
    "heading": (
        change("handout/README.md", "## Counting", "## Numbers"),
        "A1 sends to 'Counting', which is no heading of the handout",
    ),
    "file": (lambda one: (one.reference_path / "NOTES.md").unlink(), "NOTES.md is missing"),
    "mutant-killer": (
        lambda one: (one.path / "mutants" / "more.py").write_text(SOLUTION),
        "needs a line 'Killed by: <property ids>'",
    ),
    "mutant-alive": (
        lambda one: (one.path / "mutants" / "more.py").write_text(UNNOTICED),
        "mutants/more is not noticed by adds",
    ),
    "reference": (
        lambda one: (one.reference_path / "solution.py").write_text(NOTICED),
        "reference gets 0 of 100 for adds",
    ),
    "no-reference": (
        lambda one: (one.reference_path / "solution.py").unlink(),
        "reference/tiny_counter/solution.py is missing",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_reported(tmp_path: Path, name: str) -> None:
    """In a sentence; the exit code says that it is ours to mend."""
    breaks, says = FAULTS[name]
    breaks(write_exercise(tmp_path, mutants={"more.py": NOTICED}))
    needed = ("mutants/more",) if name == "mutant-alive" else ("reference", "stub")
    if name == "no-reference":
        needed = ("stub",)
    ran = check(tmp_path, *(part for one in needed for part in ("--only", one)))
    assert ran.code == exit_codes.OUR_FAULT
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_figures_for_students_are_published(tmp_path: Path) -> None:
    """Those of seed 0, measured; then students are scored by them, without the reference."""
    doubling = SOLUTION.replace("self.value += amount", "self.value += 2 * amount")
    exercise = write_exercise(
        tmp_path,
        MEASURES,
        ("measures",),
        curves={"measures": 'zero = "baseline"\nfull = "reference"'},
        references=dict.fromkeys(("solution.py", "second.py", "third.py"), doubling),
    )
    (tmp_path / "mine.py").write_text(SOLUTION.replace("+= amount", "+= amount + 1"))
    test = ("test", "mine.py", "--exercise", "tiny_counter", "--sandbox", "process", "--json")
    catalog = str(tmp_path / "exercises")
    ran = virtlab(*test, cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert ran.code == exit_codes.OUR_FAULT
    assert "--write-yardsticks" in ran.err
    ran = check(tmp_path, "--write-yardsticks", "--json", "--only", "reference")
    assert ran.code == exit_codes.DONE, ran.err
    (row,) = map(json.loads, ran.out.splitlines())
    assert (row["candidate"], row["score"], row["faults"]) == ("reference", 100, [])
    (yardstick,) = published_yardsticks(exercise).values()
    assert (yardstick.baseline, yardstick.reference) == (3, 6)
    for path in exercise.reference_path.iterdir():
        path.unlink()
    ran = virtlab(*test, cwd=tmp_path, VIRTLAB_CATALOG=catalog)
    assert json.loads(ran.out)["score"] == pytest.approx(33.33)
