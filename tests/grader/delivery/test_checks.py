"""What a student is told before a solution is sent."""

import pytest

from grader.delivery.checks import faults_in_bytes, faults_in_code
from harness.exercise.catalog import list_exercises
from harness.exercise.folder import ExerciseFolder
from harness.exercise.manifest import Manifest

EXERCISES = list_exercises()
MANIFEST = next(one for one in EXERCISES if one.manifest.imports is not None).manifest
MAIN = MANIFEST.main_class
FREE = MANIFEST.model_copy(update={"imports": None})


def with_main(text: str) -> str:
    """Return a solution that has its main class."""
    return f"{text}\nclass {MAIN}:\n    pass\n"


@pytest.mark.parametrize("exercise", EXERCISES, ids=[one.slug for one in EXERCISES])
def test_our_own_solutions_and_the_stub_pass(exercise: ExerciseFolder) -> None:
    """Nothing that would be graded is refused."""
    for path in (exercise.stub_path, *exercise.reference_path.glob("*.py")):
        source = path.read_bytes()
        assert faults_in_bytes(source) == ()
        assert faults_in_code(source.decode(), exercise.manifest) == ()


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n", "the file is empty"),
        (b"\xff", "line 1 is not UTF-8"),
        (b"x" * 300_000, "larger than 256 KiB"),
        (b"a\0b", "NUL byte"),
    ],
)
def test_what_nobody_would_take_is_said(source: bytes, fault: str) -> None:
    """One sentence, with the line where there is one."""
    (said,) = faults_in_bytes(source)
    assert fault in said


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("def broken(:\n", "line 1: "),
        ("x = 1\n", f"there is no class {MAIN}"),
        (f"def f():\n    class {MAIN}: pass\n", f"there is no class {MAIN}"),
        (with_main("import numpy"), "line 1: numpy may not be imported here, only "),
        (with_main("if 1:\n  from os.path import join"), "line 2: os may not be imported"),
        (with_main("from . import other"), "line 1: it can not import from files beside it"),
        ("(" * 5000, ""),
        ("-" * 100_000 + "1", ""),
        ("x = " + "[" * 150 + "]" * 150, ""),
    ],
)
def test_what_would_earn_nothing_is_said(source: str, fault: str) -> None:
    """Also of code that makes a parser give up: it is a fault, never a crash."""
    found = faults_in_code(source, MANIFEST)
    assert found
    assert fault in found[0]


@pytest.mark.parametrize(
    "source",
    [
        with_main("from __future__ import annotations\nimport " + (MANIFEST.imports or ("",))[0]),
        f"try:\n    class {MAIN}: pass\nfinally:\n    pass\n",
        f"class Base: pass\n{MAIN} = Base\n",
        with_main(r"x = '\d'"),
    ],
)
def test_what_works_is_not_refused(source: str) -> None:
    """A class made in another way, an allowed import, a warning of the compiler's."""
    assert faults_in_code(source, MANIFEST) == ()


def test_without_a_list_every_import_is_allowed() -> None:
    """An exercise that says nothing of imports allows what the sandbox has."""
    assert faults_in_code(with_main("import os, numpy"), FREE) == ()
    assert isinstance(FREE, Manifest)
