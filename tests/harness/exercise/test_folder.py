"""An exercise on disk: which file is what, which mutants there are, and what its digest depends on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.exercise.catalog import exercise_slugs, find_exercise, list_exercises
from harness.exercise.errors import ExerciseError
from harness.exercise.folder import ExerciseFolder, open_exercise
from tests.tiny_exercise import SLUG, SOLUTION, write_exercise

Change = Callable[[ExerciseFolder], object]


def write(path: Path, text: str) -> None:
    """Write a file, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("test", lambda one: write(one.tests_path / "test_algorithm.py", "x = 1")),
        ("new-test-file", lambda one: write(one.tests_path / "model.py", "")),
        ("renamed-file", lambda one: (one.tests_path / "test_policy.py").rename(one.tests_path / "test_x.py")),
        ("workload", lambda one: write(one.path / "workloads" / "trace.txt", "1")),
        ("stub", lambda one: write(one.stub_path, "x = 1")),
        ("manifest", lambda one: write(one.path / "manifest.toml", "")),
        ("reference", lambda one: write(one.reference_path / "solution.py", "")),
        ("baseline", lambda one: (one.reference_path / "baseline.py").unlink()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_the_digest_changes_with_whatever_judges(tmp_path: Path, name: str, change: Change) -> None:
    """So that a grade is looked up only for the very same exercise."""
    del name
    exercise = write_exercise(tmp_path)
    before = exercise.digest()
    change(exercise)
    assert exercise.digest() != before


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("handout", lambda one: write(one.path / "handout" / "README.md", "new words")),
        ("mutant", lambda one: write(one.path / "mutants" / "m.py", "")),
        ("yardsticks", lambda one: write(one.yardsticks_path, "{}")),
        ("bytecode", lambda one: write(one.tests_path / "__pycache__" / "x.pyc", "")),
        ("examples", lambda one: write(one.tests_path / ".hypothesis" / "x", "")),
        ("third-solution", lambda one: write(one.reference_path / "third.py", "")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_digest_leaves_out_what_does_not(tmp_path: Path, name: str, change: Change) -> None:
    """A word in the handout does not make anybody's grade stale."""
    del name
    exercise = write_exercise(tmp_path)
    before = exercise.digest()
    change(exercise)
    assert exercise.digest() == before


def test_the_digest_is_that_of_the_files_wherever_they_lie(tmp_path: Path) -> None:
    """A copy of the exercise is the same exercise."""
    first, second = (write_exercise(tmp_path / name) for name in ("one", "two"))
    assert first.digest() == second.digest()


def test_mutants_name_their_killers(tmp_path: Path) -> None:
    """One line of the docstring, ids apart by commas."""
    mutants = {
        "a.py": '"""Wrong.\n\nKilled by: adds, spells\n"""\n',
        "b.py": '"""Wrong.\n\nKilled by: adds\n"""\n',
    }
    exercise = write_exercise(tmp_path, ids=("adds", "spells"), mutants=mutants)
    found = {one.path.name: one.killed_by for one in exercise.mutants()}
    assert found == {"a.py": ("adds", "spells"), "b.py": ("adds",)}


@pytest.mark.parametrize(
    ("docstring", "says"),
    [("Very.", "needs a line"), ("Killed by: none-such", "unknown: none-such")],
)
def test_a_mutant_without_a_known_killer_is_refused(
    tmp_path: Path, docstring: str, says: str
) -> None:
    """It would prove nothing."""
    exercise = write_exercise(tmp_path, mutants={"a.py": f'"""Wrong.\n\n{docstring}\n"""\n'})
    with pytest.raises(ExerciseError, match=says):
        exercise.mutants()


def test_other_solutions_are_all_but_the_measured_ones(tmp_path: Path) -> None:
    """In the order of their names."""
    exercise = write_exercise(tmp_path)
    assert [path.name for path in exercise.solutions()] == ["second.py", "third.py"]
    measured = exercise.measured_solutions()
    assert set(measured) == {"baseline", "reference"}
    assert measured["reference"].read_text(encoding="utf-8") == SOLUTION


def test_the_catalogue_finds_by_slug(tmp_path: Path) -> None:
    """Only what has a manifest is an exercise."""
    exercise = write_exercise(tmp_path)
    catalog = exercise.path.parent
    (catalog / "drafts").mkdir()
    assert exercise_slugs(catalog) == (SLUG,)
    assert find_exercise(SLUG, catalog) == exercise
    assert list_exercises(catalog) == (exercise,)


@pytest.mark.parametrize(
    "slug", ["none_such", "", ".", "..", "../exercises/tiny_counter", "drafts"]
)
def test_an_unknown_slug_names_the_known_ones(tmp_path: Path, slug: str) -> None:
    """Even beside an exercise that does not open, and however odd it is."""
    catalog = write_exercise(tmp_path).path.parent
    write(catalog / "broken" / "manifest.toml", "no toml")
    (catalog / "drafts").mkdir()
    with pytest.raises(ExerciseError, match="known: broken, tiny_counter"):
        find_exercise(slug, catalog)


def test_a_folder_of_another_name_is_refused(tmp_path: Path) -> None:
    """Its tests would import from where they are not."""
    exercise = write_exercise(tmp_path)
    moved = exercise.path.rename(exercise.path.with_name("other"))
    with pytest.raises(ExerciseError, match="the manifest calls it tiny_counter"):
        open_exercise(moved)
