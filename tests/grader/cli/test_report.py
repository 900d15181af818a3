"""``virtlab report``: from the gradebook, with and without a course."""

import json
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from grader.scoring.arrival import Arrival
from tests.grader.cli.command_line import virtlab
from tests.grader.sample_grades import failed, sample_grade

COURSE = """\
title = "Virtualization 2026"
zone = "Europe/Berlin"
roster = "roster.csv"

[late]
percent = 10

[shown]
after_due = "messages"

[seeds]
private_variable = "COURSE_SEED"

[[exercises]]
slug = "ledger"
due = 2020-10-16T00:00:00
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a course of two and a gradebook with a late grade of one of them."""
    (tmp_path / "course.toml").write_text(COURSE)
    (tmp_path / "roster.csv").write_text("identifier,name\ns1,Ada Byron\ns2,Bela Bartók\n")
    grade = sample_grade("s1", failed("claims-are-kept"), submission_digest="a" * 64)
    with open_gradebook(f"sqlite:///{tmp_path / 'gradebook.sqlite'}") as book:
        book.record(type(grade)("s1", "ledger", grade.outcomes, grade.receipt))
        time = "2020-10-16T03:00:00+02:00"
        book.record_arrivals([Arrival("s1", "ledger", "a" * 64, time)])
    return tmp_path


def student(folder: Path, name: str) -> str:
    """Return a student's page as Markdown."""
    (path,) = (folder / "students").glob(f"{name}-*.md")
    return path.read_text(encoding="utf-8")


def test_all_formats_are_written_with_the_course(place: Path) -> None:
    """Names of the roster, lateness, who is missing, and no more than the course shows."""
    formats = "html,markdown,json"
    ran = virtlab(
        "report", "--course", "course.toml", "--into", "r", "--format", formats, cwd=place
    )
    assert (ran.code, ran.out.strip()) == (exit_codes.DONE, str(Path("r") / "index.html"))
    page = (place / "r" / "index.html").read_text(encoding="utf-8")
    assert "Virtualization 2026" in page
    assert "1 graded, 1 missing, 1 late" in page
    facts = json.loads((place / "r" / "grades.json").read_text(encoding="ascii"))
    assert [(row["name"], row["late"]) for row in facts["rows"]] == [
        ("Ada Byron", 1),
        ("Bela Bartók", 0),
    ]
    ada = student(place / "r", "s1")
    assert "3 h after it was due" in ada
    assert "raised OutOfMemory" in ada
    assert "allocator.free" not in ada
    assert "20260917" not in ada
    assert "Missing." in student(place / "r", "s2")


def test_without_a_course_the_gradebook_is_enough(place: Path) -> None:
    """Nobody is late or missing, and everything is shown."""
    ran = virtlab("report", "--into", "r", "--format", "markdown", cwd=place)
    assert (ran.code, ran.out.strip()) == (exit_codes.DONE, str(Path("r") / "index.md"))
    assert {path.suffix for path in (place / "r").rglob("*.*") if path.is_file()} <= {
        ".md",
        ".csv",
        "",
    }
    ada = student(place / "r", "s1")
    assert "allocator.free" in ada
    assert "20260917" in ada
    assert "after it was due" not in ada


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("--format", "pdf"), exit_codes.WRONG_USAGE, "'pdf' is none of html, markdown, json"),
        (("--course", "none.toml"), exit_codes.WRONG_USAGE, "none.toml: No such file"),
        (("nonsense",), exit_codes.WRONG_USAGE, "there is no exercise 'nonsense'"),
        (
            ("--gradebook", "sqlite:///empty.sqlite"),
            exit_codes.ENVIRONMENT,
            "the gradebook is empty",
        ),
    ],
)
def test_what_is_wrong_is_named(place: Path, args: tuple[str, ...], code: int, words: str) -> None:
    """And nothing is written."""
    ran = virtlab("report", "--into", "r", *args, cwd=place)
    assert ran.code == code
    assert words in ran.err
    assert not (place / "r").exists()
