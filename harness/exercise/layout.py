"""Does an exercise's folder have what the guide for authors asks for?"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from harness.exercise.folder import ExerciseFolder

_FILES = (
    "stub/solution.py",
    "handout/README.md",
    "handout/README.zh.md",
    "tests/test_algorithm.py",
    "tests/test_policy.py",
    "tests/test_mechanism.py",
)
_REFERENCE_FILES = ("solution.py", "baseline.py", "NOTES.md")
_LEAST_SOLUTIONS = 2
_OPEN = re.compile(r"^\s*(?:#|<!--)\s*open:\s*(.+?)\s*(?:-->)?$", re.MULTILINE)
_WRITTEN_BY_AUTHORS = {".md", ".py", ".toml"}


def layout_faults(exercise: ExerciseFolder) -> Iterator[str]:
    """Yield a sentence for each thing that is missing or that disagrees."""
    for name in _FILES:
        if not (exercise.path / name).is_file():
            yield f"{exercise.slug}/{name} is missing"
    for name in _REFERENCE_FILES:
        if not (exercise.reference_path / name).is_file():
            yield f"reference/{exercise.slug}/{name} is missing"
    if len(exercise.solutions()) < _LEAST_SOLUTIONS:
        yield f"reference/{exercise.slug}: fewer than {_LEAST_SOLUTIONS} other correct solutions"
    yield from _id_faults(exercise)
    yield from _heading_faults(exercise)
    yield from open_parts(exercise)


def open_parts(exercise: ExerciseFolder) -> Iterator[str]:
    """Yield a sentence for each line by which the author marked a part as open.

    ``# open: ...`` in Python and TOML, ``<!-- open: ... -->`` in Markdown.
    """
    for folder, name in (
        (exercise.path, exercise.slug),
        (exercise.reference_path, f"reference/{exercise.slug}"),
    ):
        for path in sorted(folder.rglob("*")):
            if path.suffix in _WRITTEN_BY_AUTHORS and path.is_file():
                for line, text in _open_marks(path):
                    yield f"{name}/{path.relative_to(folder).as_posix()}:{line} is open: {text}"


def _open_marks(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    for mark in _OPEN.finditer(text):
        yield text.count("\n", 0, mark.start(1)) + 1, mark.group(1)


def _id_faults(exercise: ExerciseFolder) -> Iterator[str]:
    """Compare the ids in the tests with those in the manifest, without running anything."""
    in_tests: list[str] = []
    for path in sorted(exercise.tests_path.glob("*.py")):
        try:
            in_tests += graded_ids(path.read_text(encoding="utf-8"))
        except (SyntaxError, ValueError) as error:
            yield f"{exercise.slug}/tests/{path.name} is no Python: {error}"
    in_manifest = {row.id for row in exercise.manifest.properties}
    for name in sorted({name for name in in_tests if in_tests.count(name) > 1}):
        yield f"{exercise.slug}: two tests judge {name}"
    for name in sorted(set(in_tests) - in_manifest):
        yield f"{exercise.slug}: {name} is judged, but not in the manifest"
    for name in sorted(in_manifest - set(in_tests)):
        yield f"{exercise.slug}: {name} is in the manifest, but no test judges it"


def graded_ids(source: str) -> list[str]:
    """Return the ids in a test file's ``@graded("...")`` decorators."""
    return [
        node.args[0].value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "graded"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    ]


def _heading_faults(exercise: ExerciseFolder) -> Iterator[str]:
    """A property sends its reader to a heading of the handout: it must be there."""
    handout = exercise.path / "handout" / "README.md"
    if not handout.is_file():
        return
    lines = handout.read_text(encoding="utf-8").splitlines()
    headings = {line.lstrip("#").strip() for line in lines if line.startswith("#")}
    for row in exercise.manifest.properties:
        if row.read not in headings:
            yield f"{exercise.slug}: {row.code} sends to {row.read!r}, which is no heading of the handout"
