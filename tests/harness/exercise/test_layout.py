"""What an exercise lacks is listed, a sentence each, without running anything of it."""

from pathlib import Path

import pytest

from harness.exercise.layout import graded_ids, layout_faults
from tests.tiny_exercise import ADDS, write_exercise


def faults(root: Path, **changes: object) -> list[str]:
    """Return the faults of a small exercise."""
    return list(layout_faults(write_exercise(root, **changes)))  # type: ignore[arg-type] # as written there


def test_a_whole_exercise_has_no_fault(tmp_path: Path) -> None:
    """Files, ids, headings and solutions are all there."""
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "exercises/tiny_counter/stub/solution.py",
        "exercises/tiny_counter/handout/README.md",
        "exercises/tiny_counter/handout/README.zh.md",
        "exercises/tiny_counter/tests/test_policy.py",
        "reference/tiny_counter/solution.py",
        "reference/tiny_counter/baseline.py",
        "reference/tiny_counter/NOTES.md",
    ],
)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    """One sentence, with the path."""
    exercise = write_exercise(tmp_path)
    (tmp_path / name).unlink()
    assert list(layout_faults(exercise)) == [f"{name.removeprefix('exercises/')} is missing"]


def test_two_other_solutions_are_needed(tmp_path: Path) -> None:
    """The tests must not ask for what only the reference does."""
    exercise = write_exercise(tmp_path)
    (exercise.reference_path / "third.py").unlink()
    (fault,) = layout_faults(exercise)
    assert "fewer than 2 other correct solutions" in fault


@pytest.mark.parametrize(
    ("tests", "ids", "says"),
    [
        (ADDS, ("adds", "spells"), "spells is in the manifest, but no test judges it"),
        (ADDS + ADDS.replace('"adds"', '"extra"'), ("adds",), "extra is judged, but not in the manifest"),
        (ADDS + ADDS, ("adds",), "two tests judge adds"),
        (ADDS + "\n    broken(", ("adds",), "tests/test_algorithm.py is no Python"),
    ],
    ids=["no-test", "no-row", "two-tests", "no-python"],
)  # fmt: skip
def test_ids_in_tests_and_manifest_agree(
    tmp_path: Path, tests: str, ids: tuple[str, ...], says: str
) -> None:
    """Each property is judged by one test."""
    assert any(says in fault for fault in faults(tmp_path, tests=tests, ids=ids))


def test_a_property_sends_to_a_heading_that_exists(tmp_path: Path) -> None:
    """Its reader would look in vain."""
    exercise = write_exercise(tmp_path)
    handout = exercise.path / "handout" / "README.md"
    handout.write_text("# Counter\n\nCounting\n\n```\n## Counting up\n```\n", encoding="utf-8")
    (fault,) = layout_faults(exercise)
    assert fault == "tiny_counter: A1 sends to 'Counting', which is no heading of the handout"


def test_ids_are_read_from_the_decorators() -> None:
    """Whatever else a file has."""
    source = (
        '@graded("one")\ndef f(): ...\n@other("two")\ndef g(): ...\n@graded(name)\ndef h(): ...'
    )
    assert graded_ids(source) == ["one"]
