"""Rules about the source that no linter knows."""

import ast
import sys
from pathlib import Path

import pytest

from harness.exercise.folder import PROJECT

PACKAGES = ("harness", "grader")
MAX_MODULE_LINES = 300
MAX_FUNCTION_LINES = 40
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager"}


def modules(*folders: str) -> list[Path]:
    """Return the modules below some folders of the project."""
    return sorted(
        path
        for folder in folders
        for path in (PROJECT / folder).rglob("*.py")
        if "mutants" not in path.parts and "attacks" not in path.parts
    )


def _ids(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", modules("harness/wire", "harness/guest"), ids=_ids)
def test_what_enters_the_sandbox_needs_the_standard_library_alone(path: Path) -> None:
    """The guest's Python has nothing installed, and nothing that judges may come along."""
    allowed = ("harness.wire", "harness.guest") if "guest" in path.parts else ("harness.wire",)
    for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        is_ours = name in ("harness", *allowed) or name.startswith(
            tuple(f"{one}." for one in allowed)
        )
        assert is_ours or name.partition(".")[0] in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", modules(*PACKAGES), ids=_ids)
def test_modules_are_small_and_say_what_they_are(path: Path) -> None:
    """One subject a file, a docstring that names it, function bodies that fit on a screen."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert path.stem not in NAMES_THAT_SAY_NOTHING
    assert ast.get_docstring(tree), "no docstring"
    assert len(text.splitlines()) <= MAX_MODULE_LINES
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
            assert length <= MAX_FUNCTION_LINES, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", modules(*PACKAGES, "exercises", "reference", "tests"), ids=_ids)
def test_packages_run_no_code_when_imported(path: Path) -> None:
    """An ``__init__.py`` is a docstring."""
    if path.name == "__init__.py":
        body = ast.parse(path.read_text(encoding="utf-8")).body
        assert all(isinstance(node, ast.Expr) for node in body)


@pytest.mark.parametrize("path", modules("exercises"), ids=_ids)
def test_exercises_never_import_a_solution(path: Path) -> None:
    """Solutions are loaded into a guest, all in the same way."""
    slug = path.relative_to(PROJECT / "exercises").parts[0]
    for name in _imports(ast.parse(path.read_text(encoding="utf-8"))):
        assert not name.startswith(("reference", "grader", "solution")), name
        if name.startswith("exercises."):
            assert name.split(".")[1] == slug, name
