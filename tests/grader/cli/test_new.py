"""``virtlab new``: what it prints, what it refuses, and that ``virtlab check`` accepts what it made."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import exit_codes
from harness.exercise.folder import open_exercise
from harness.exercise.layout import open_parts

PROGRAM = (sys.executable, "-c", "from grader.cli.app import main; main()")


def virtlab(*args: str, catalog: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command, with another catalogue than the project's."""
    environment = {**os.environ, "COLUMNS": "300"}
    environment.pop("VIRTLAB_CATALOG", None)
    if catalog is not None:
        environment["VIRTLAB_CATALOG"] = str(catalog)
    return subprocess.run(
        [*PROGRAM, *args], env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.bubblewrap
def test_check_finds_fault_with_nothing_but_what_is_open(tmp_path: Path) -> None:
    """Judged for real: full marks, no marks, every mutant killed; and it passes without the marks."""
    catalog = tmp_path / "exercises"
    assert virtlab("new", "scheduling", "demo", catalog=catalog).returncode == exit_codes.DONE
    exercise = open_exercise(catalog / "demo_scheduler")
    check = ("check", "demo_scheduler", "--sandbox", "bubblewrap", "--json")

    ran = virtlab(*check, catalog=catalog)
    assert ran.returncode == exit_codes.OUR_FAULT, ran.stderr
    assert [line for line in ran.stderr.splitlines() if " is open: " in line] == list(
        open_parts(exercise)
    )
    found = {row["candidate"]: row for row in map(json.loads, ran.stdout.splitlines())}
    assert not any(row["faults"] for row in found.values())
    scores = {name: row["score"] for name, row in found.items() if row["role"] != "mutant"}
    assert scores == {
        "reference": 100,
        "baseline": 70,
        "stub": 0,
        "bit_set": 100,
        "last_given": 100,
    }
    mutants = [row for row in found.values() if row["role"] == "mutant"]
    assert len(mutants) == len(exercise.mutants())
    for row in mutants:
        assert set(row["killed_by"]) <= set(row["failed"])

    for folder in (exercise.path, exercise.reference_path):
        for path in folder.rglob("*.*"):
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if "open: " in text:
                path.write_text(re.sub(r"(?m)^(#|<!--) open: .*\n", "", text), encoding="utf-8")
    ran = virtlab(*check, "--only", "reference", catalog=catalog)
    assert ran.returncode == exit_codes.DONE, ran.stderr


def test_it_says_what_is_open_and_what_comes_next(tmp_path: Path) -> None:
    """The list of the author's work, and the command that proves it, ready to be pasted."""
    catalog = tmp_path / "a course" / "exercises"
    ran = virtlab("new", "security", "mail", "--into", str(catalog))
    assert ran.returncode == exit_codes.DONE, ran.stderr
    made = open_exercise(catalog / "mail_cipher")
    first, *parts, last = ran.stdout.splitlines()
    assert str(made.path) in first
    assert str(made.reference_path) in first
    assert [part.strip() for part in parts] == list(open_parts(made))
    assert last == f"Then: VIRTLAB_CATALOG='{catalog}' virtlab check mail_cipher"


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    """The same command again is a wrong usage and changes nothing."""
    catalog = tmp_path / "exercises"
    virtlab("new", "allocation", "demo", catalog=catalog)
    manifest = catalog / "demo_allocator" / "manifest.toml"
    manifest.write_text("mine")
    ran = virtlab("new", "allocation", "demo", catalog=catalog)
    assert ran.returncode == exit_codes.WRONG_USAGE
    assert "there already" in ran.stderr
    assert manifest.read_text() == "mine"


@pytest.mark.parametrize(
    ("area", "target", "said"),
    [("cooking", "demo", "cooking"), ("scheduling", "Demo/../x", "lower-case words")],
)
def test_wrong_words_are_a_wrong_usage(tmp_path: Path, area: str, target: str, said: str) -> None:
    """An unknown area and an odd target are named; nothing is written."""
    ran = virtlab("new", area, target, catalog=tmp_path / "exercises")
    assert ran.returncode == exit_codes.WRONG_USAGE
    assert said in ran.stderr
    assert not list(tmp_path.iterdir())


def test_a_place_that_can_not_be_written_is_the_operators(tmp_path: Path) -> None:
    """The message names the path, not a traceback."""
    (tmp_path / "file").write_text("")
    ran = virtlab("new", "scheduling", "demo", "--into", str(tmp_path / "file" / "exercises"))
    assert ran.returncode == exit_codes.ENVIRONMENT
    assert "Not a directory" in ran.stderr
    assert "Traceback" not in ran.stderr
