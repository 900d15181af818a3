"""A course of thirty from clones to standings, by the command line, killed in between."""

import base64
import csv
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from grader.cli import exit_codes
from harness.exercise.folder import PROJECT
from tests.end_to_end.class_runs import recorded
from tests.end_to_end.clones_of_thirty import SEED, SIZE, make_clones, points
from tests.end_to_end.traces import wait_until_gone
from tests.grader.cli.command_line import PROGRAM, Ran, environment, virtlab

pytestmark = pytest.mark.bubblewrap

GRADE = (
    *("grade", "ledger", "clones", "--course", "course.toml", "--times", "pushes.csv"),
    *("--template", "template", "--sandbox", "bubblewrap", "--jobs", "2"),
)
SECRET = {"COURSE_SEED": str(SEED)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the course."""
    return make_clones(tmp_path_factory.mktemp("course") / "thirty").place


@pytest.fixture(scope="module")
def graded(place: Path) -> Ran:
    """Grade the course; the first run is killed in the middle."""
    with subprocess.Popen(
        [str(PROGRAM), *GRADE],
        cwd=place,
        env=environment(**SECRET),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as first:
        while recorded(place / "gradebook.sqlite") < 4 and first.poll() is None:
            try:
                first.wait(0.02)
            except subprocess.TimeoutExpired:
                continue
        first.kill()
    assert wait_until_gone(place.name) == set()
    assert 4 <= recorded(place / "gradebook.sqlite") < 20
    return virtlab(*GRADE, "--json", cwd=place, **SECRET)


@pytest.fixture(scope="module")
def found(place: Path, graded: Ran) -> dict[str, Any]:
    """Return where everybody stands, by student."""
    assert graded.code == exit_codes.DONE, graded.err
    ran = virtlab("course", "standings", "--course", "course.toml", "--json", cwd=place)
    assert ran.code == exit_codes.DONE, ran.err
    return {one["student"]: one for one in map(json.loads, ran.out.splitlines())}


def test_the_course_file_is_checked_first(place: Path) -> None:
    """With its roster, which has a mark, semicolons and thirty students."""
    ran = virtlab("course", "check", "course.toml", "--json", cwd=place)
    assert ran.code == exit_codes.DONE, ran.err
    checked = json.loads(ran.out)
    assert (checked["students"], checked["roster_problems"]) == (SIZE, [])
    assert checked["exercises"][0]["due"] == "2026-10-15T22:00:00+00:00"


def test_what_was_odd_is_said(graded: Ran) -> None:
    """Each with what was done."""
    said = graded.err
    for text in (
        "virt-ledger-stranger: its name ends in no login of the roster, or could end in several (not graded)",
        "s25: line 1 is not UTF-8: save the file as UTF-8 (not graded)",
        "s26: virt-ledger-virt-26-x: the file is larger than 256 KiB (not graded)",
        "s22: virt-ledger-virt-22-x: all that was pushed to it came in after 2026-10-22T22:00:00",
        "s27: virt-ledger-virt-27-x: the folder is empty (not graded)",
        "s29: virt-ledger-virt-29-x: nothing was pushed to it (ignored)",
    ):
        assert text in said


def test_everybody_stands_somewhere(found: dict[str, Any]) -> None:
    """By the roster; those on time have what their solution is worth, under the private seed."""
    assert list(found) == [f"s{number:02}" for number in range(1, SIZE + 1)]
    for number in range(1, 20):
        one = found[f"s{number:02}"]
        assert (one["state"], one["score"], one["lateness"]) == ("graded", points(number), None)
        assert (one["attempts"], one["flags"]) == (1, [])
        assert len(one["revision"]) == 40
    assert {one["max_score"] for one in found.values()} == {100}


def test_late_ones_lose_what_free_days_do_not_cover(found: dict[str, Any]) -> None:
    """Five hours cost nothing, thirty cost a day; a push after the end is not even taken in."""
    assert found["s20"]["lateness"] == {"seconds": 5 * 3600, "free_days": 1, "percent": 0}
    assert found["s20"]["score"] == points(20)
    assert found["s21"]["lateness"] == {"seconds": 30 * 3600, "free_days": 1, "percent": 10}
    assert found["s21"]["score"] == round(points(21) * 0.9, 2)
    assert found["s22"]["state"] == "missing"
    assert (found["s23"]["raw_score"], found["s23"]["score"]) == (100, 90)


def test_broken_ones_are_graded_or_nobodys_zero(found: dict[str, Any]) -> None:
    """A syntax error is a verdict; what can not be read, is missing or was never pushed is none."""
    assert (found["s24"]["state"], found["s24"]["score"]) == ("graded", 0)
    states = {number: found[f"s{number}"]["state"] for number in range(25, 31)}
    assert states == {
        25: "unjudged",
        26: "unjudged",
        27: "unjudged",
        28: "graded",
        29: "missing",
        30: "missing",
    }
    assert "UTF-8" in found["s25"]["reason"]
    assert found["s28"]["flags"] == [
        "changed since the template: .github/workflows/classroom.yml, conftest.py"
    ]


def test_nothing_was_judged_twice(place: Path, graded: Ran, found: dict[str, Any]) -> None:
    """The killed run's grades are kept; a third run has nothing to do and changes nothing."""
    del found
    printed = {one["student"]: one for one in map(json.loads, graded.out.splitlines())}
    assert len(printed) == recorded(place / "gradebook.sqlite") == 24
    assert {one["receipt"]["seed"] for one in printed.values()} == {SEED}
    assert str(SEED) not in graded.err
    again = virtlab(*GRADE, "--json", cwd=place, PATH=f"{place}:/usr/bin:/bin", **SECRET)
    assert "Judging" not in again.err
    assert {one["student"]: one for one in map(json.loads, again.out.splitlines())} == printed


def test_without_the_private_seed_nothing_is_graded(place: Path) -> None:
    """It would be another grade."""
    ran = virtlab(*GRADE, cwd=place)
    assert ran.code == exit_codes.ENVIRONMENT
    assert "the private seed is not set: COURSE_SEED" in ran.err


def test_standings_are_made_from_the_gradebook_alone(place: Path, graded: Ran) -> None:
    """Without a course nothing is late, and nobody is missing."""
    assert graded.code == exit_codes.DONE
    ran = virtlab("course", "standings", "--json", cwd=place)
    found = {one["student"]: one for one in map(json.loads, ran.out.splitlines())}
    assert {one["state"] for one in found.values()} == {"graded", "unjudged"}
    assert found["s21"]["score"] == points(21)
    shown = virtlab("course", "standings", "--course", "course.toml", cwd=place).out
    assert "s21" in shown
    assert "1.2 days, 1 free: -10%" in shown
    assert "24 graded, 3 unjudged, 3 missing, 0 excused" in shown


def _of_readme() -> list[list[str]]:
    """Return the commands of the README's section on courses, for the exercise of this course."""
    section = (PROJECT / "README.md").read_text("utf-8").partition("\n## A course\n")[2]
    lines = [line.partition("  #")[0] for line in section.partition("\n## ")[0].splitlines()]
    commands = [line.split() for line in lines if line.startswith("    virtlab ")]
    return [[part.replace("memory_allocator", "ledger") for part in one[1:]] for one in commands]


@pytest.fixture(scope="module")
def said(place: Path, graded: Ran) -> dict[str, str]:
    """Return what the README's commands print, by their first words."""
    assert graded.code == exit_codes.DONE
    ran = {" ".join(one[:2]): virtlab(*one, cwd=place, **SECRET) for one in _of_readme()}
    assert {name: one.err for name, one in ran.items() if one.code} == {}
    return {name: one.out for name, one in ran.items()}


def test_the_commands_of_the_readme_lead_to_pages(place: Path, said: dict[str, str]) -> None:
    """One for the class, one for each student."""
    assert "course standings" in said
    pages = list((place / "pages").rglob("*.html"))
    assert len(pages) > SIZE


def test_the_commands_of_the_readme_fill_canvas(
    place: Path, said: dict[str, str], found: dict[str, Any]
) -> None:
    """Each score where it belongs; who has none keeps what Canvas has."""
    assert "export canvas" in said
    with (place / "import.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["SIS Login ID"]: row for row in csv.DictReader(stream)}
    for key, one in found.items():
        row = rows.get(f"{key}@x.edu")
        if one["score"] is None:
            assert row is None or not row["Contract ledger (9)"]
        else:
            assert row is not None
            assert float(row["Contract ledger (9)"]) == one["score"]


def test_the_commands_of_the_readme_feed_the_reporter(
    said: dict[str, str], found: dict[str, Any]
) -> None:
    """The outputs of all runners come to the raw score."""
    outputs = [line.partition("=") for line in said["export actions"].splitlines() if "=" in line]
    runners = [json.loads(base64.b64decode(value)) for _, _, value in outputs]
    earned = sum(test["score"] for runner in runners for test in runner["tests"])
    assert earned == found["s01"]["raw_score"]
    assert sum(runner["max_score"] for runner in runners) == found["s01"]["max_score"]
