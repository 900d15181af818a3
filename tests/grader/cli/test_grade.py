"""``virtlab grade`` and what comes after it: the grades of a small class, once judged, many times shown."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from tests.grader.cli.command_line import (
    BROKEN,
    ECHO_SHORT,
    HONEST,
    SIGN_LOST,
    Ran,
    hand_in,
    virtlab,
)

pytestmark = pytest.mark.bubblewrap

CLASS: dict[str, str | bytes] = {
    "ada": HONEST,
    "bela": SIGN_LOST,
    "cleo": ECHO_SHORT,
    "dan": BROKEN,
    "eva": "é".encode("latin-1"),
}
SCORES = {"ada": 100, "bela": 35, "cleo": 90, "dan": 0}
GRADE = ("grade", "ledger", "class", "--sandbox", "bubblewrap", "--seed", "7")
RECEIPT = {
    "submission_digest",
    "exercise_digest",
    "seed",
    "sandbox",
    "image_digest",
    "versions",
    "started",
    "seconds",
}
OUTCOME = {
    "property",
    "part",
    "points",
    "max_points",
    "verdict",
    "message",
    "counterexample",
    "figure",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a class in it."""
    folder = tmp_path_factory.mktemp("grade")
    hand_in(folder / "class", CLASS)
    return folder


@pytest.fixture(scope="module")
def first_run(place: Path) -> Ran:
    """Grade the class for the first time."""
    return virtlab(*GRADE, "--report", "report", "--json", cwd=place)


@pytest.fixture(scope="module")
def grades(first_run: Ran) -> dict[str, Any]:
    """Return what was printed, by student."""
    return {one["student"]: one for one in map(json.loads, first_run.out.splitlines())}


def test_a_class_is_graded_to_its_end(first_run: Ran, grades: dict[str, Any]) -> None:
    """One that can not be judged is listed with the reason; a syntax error is a verdict."""
    assert first_run.code == exit_codes.DONE, first_run.err
    assert {name: grade["score"] for name, grade in grades.items()} == SCORES
    assert "eva: line 1 is not UTF-8" in first_run.err
    messages = {outcome["message"] for outcome in grades["dan"]["outcomes"]}
    assert all("line 1: SyntaxError" in message for message in messages)


def test_one_object_a_grade_and_nothing_else_is_printed(
    first_run: Ran, grades: dict[str, Any]
) -> None:
    """Of exactly these fields, ordered by student, in ASCII."""
    assert list(grades) == sorted(grades)
    assert first_run.raw_out.isascii()
    for grade in grades.values():
        assert set(grade) == {
            "student",
            "exercise",
            "score",
            "max_score",
            "parts",
            "outcomes",
            "receipt",
        }
        assert grade["exercise"] == "ledger"
        assert grade["max_score"] == 100
        assert set(grade["parts"]) == {"algorithm", "policy", "mechanism"}
        assert sum(got for got, _ in grade["parts"].values()) == grade["score"]
        assert all(set(outcome) == OUTCOME for outcome in grade["outcomes"])
        assert set(grade["receipt"]) == RECEIPT
        assert grade["receipt"]["seed"] == 7
        assert grade["receipt"]["sandbox"] == "bubblewrap"


def test_a_lost_property_has_a_counterexample_and_a_measured_one_a_figure(
    grades: dict[str, Any],
) -> None:
    """What is not there is null."""
    right = {one["property"]: one for one in grades["ada"]["outcomes"]}
    wrong = {one["property"]: one for one in grades["bela"]["outcomes"]}
    assert {one["counterexample"] for one in right.values()} == {None}
    assert right["entries-are-kept"]["figure"] == 1
    assert right["bytes-come-back"]["figure"] is None
    lost = wrong["balance-follows-the-changes"]
    assert (lost["points"], lost["verdict"]) == (0, "FAILED")
    assert lost["counterexample"][0].startswith("ledger = Ledger(start=")


def test_what_is_graded_is_not_judged_again(
    first_run: Ran, place: Path, grades: dict[str, Any]
) -> None:
    """The same command prints the same grades, receipts and all, with no sandbox at work."""
    assert first_run.code == exit_codes.DONE
    again = virtlab(*GRADE, "--json", cwd=place, PATH="/nowhere")
    assert again.code == exit_codes.DONE
    assert {one["student"]: one for one in map(json.loads, again.out.splitlines())} == grades
    assert "Judging" not in again.err


def test_without_json_a_table_is_printed(first_run: Ran, place: Path) -> None:
    """Best first, with points by part and the first property that was lost."""
    assert first_run.code == exit_codes.DONE
    rows = virtlab(*GRADE, cwd=place).out.splitlines()
    assert [row.split()[0] for row in rows] == ["student", "ada", "cleo", "bela", "dan"]
    assert "A3 bytes-come-back failed" in rows[2]


def test_the_report_is_written(first_run: Ran, place: Path) -> None:
    """A page a student, the class, a CSV and JSON; with the reason for who has no grade."""
    assert f"Report: {Path('report') / 'index.html'}" in first_run.err
    written = {path.name for path in (place / "report").rglob("*") if path.is_file()}
    assert {"index.html", "grades.csv", "grades.json"} <= written
    assert len([name for name in written if name.endswith(".html")]) == 1 + len([*SCORES, "eva"])
    with (place / "report" / "grades.csv").open(encoding="utf-8", newline="") as file:
        assert any("eva" in row[0] for row in csv.reader(file))
    again = virtlab("report", "ledger", "--into", "second", cwd=place)
    assert again.code == exit_codes.DONE
    assert again.out.strip() == str(Path("second") / "index.html")


def test_a_students_grade_is_shown_with_its_reasons(first_run: Ran, place: Path) -> None:
    """Parts, each lost property with its counterexample, and the receipt; JSON is the same object."""
    assert first_run.code == exit_codes.DONE
    shown = virtlab("show", "cleo", cwd=place).out
    assert "total      90      100" in shown
    assert "A3 bytes-come-back  0 of 10 points" in shown
    assert "ledger.echo(" in shown
    assert "seed 7, bubblewrap" in shown
    as_json = virtlab("show", "cleo", "--json", cwd=place).out
    assert json.loads(as_json)["score"] == 90
    assert set(json.loads(as_json)["receipt"]) == RECEIPT
    missing = virtlab("show", "eva", cwd=place)
    assert "ledger: not graded: line 1 is not UTF-8" in missing.out


def test_again_judges_again_and_keeps_what_was(first_run: Ran, place: Path) -> None:
    """The earlier grades stay in the history; changed solutions are judged without being told to."""
    assert first_run.code == exit_codes.DONE
    hand_in(place / "two", {"ada": HONEST, "bela": SIGN_LOST})
    command = (
        "grade",
        "ledger",
        "two",
        "--sandbox",
        "bubblewrap",
        "--gradebook",
        "sqlite:///two.sqlite",
    )
    assert virtlab(*command, cwd=place).code == exit_codes.DONE
    hand_in(place / "two", {"bela": HONEST})
    ran = virtlab(*command, cwd=place)
    assert "2/2" in ran.err
    assert virtlab(*command, "--again", cwd=place).code == exit_codes.DONE
    with open_gradebook(f"sqlite:///{place / 'two.sqlite'}") as book:
        everything = book.grades("ledger", with_replaced=True)
        latest = {one.student: one.score for one in book.latest("ledger")}
    assert sorted(one.student for one in everything) == ["ada", "ada", "bela", "bela", "bela"]
    assert latest == {"ada": 100, "bela": 100}
