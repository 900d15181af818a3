"""``virtlab course`` and the options of ``virtlab grade`` that come with a course."""

import json
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from grader.scoring.arrival import Arrival
from tests.grader.cli.command_line import HONEST, hand_in, virtlab
from tests.grader.sample_grades import sample_grade

COURSE = """\
title = "Virtualization \\u001b[31m"
zone = "Europe/Berlin"
roster = "roster.csv"

[late]
percent = 10

[seeds]
private_file = "grade.seed"

[[exercises]]
slug = "ledger"
due = 2026-10-16T00:00:00
"""
ROSTER = "identifier,name,email\ns1,Ada,ada@x.edu\ns2,Bela,b@x.edu\n\ns1,Again,c@x.edu\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a course, a roster and a class of two."""
    (tmp_path / "course.toml").write_text(COURSE.replace(" \\u001b[31m", ""))
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "grade.seed").write_text("77\n")
    hand_in(tmp_path / "class", {"ada@x.edu": HONEST, "eve": HONEST})
    return tmp_path


def record(place: Path, late_hours: int) -> None:
    """Keep a grade of Ada's."""
    grade = sample_grade("s1", submission_digest="a" * 64)
    with open_gradebook(f"sqlite:///{place / 'gradebook.sqlite'}") as book:
        book.record(type(grade)(grade.student, "ledger", grade.outcomes, grade.receipt))
        time = f"2026-10-{15 + late_hours // 24}T{22 + late_hours % 24}:00:00+00:00"
        book.record_arrivals([Arrival("s1", "ledger", "a" * 64, time, flags=("odd \x1b[31m",))])


def test_a_course_is_shown(place: Path) -> None:
    """With times in its zone and what is odd in the roster."""
    ran = virtlab("course", "check", cwd=place)
    assert ran.code == exit_codes.DONE
    assert "2026-10-16 00:00" in ran.out
    assert "10% a day, at most 100%" in ran.out
    assert "2 students" in ran.out
    assert "roster.csv:4: the line is empty (passed over)" in ran.err
    assert "s1 is on line 2 already" in ran.err


def test_what_is_wrong_with_a_course_is_wrong_usage(place: Path) -> None:
    """Each fault with its line; an exercise that is nowhere, too; control codes stay out."""
    (place / "course.toml").write_text(COURSE.replace("percent", "percnt"))
    ran = virtlab("course", "check", cwd=place)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "course.toml:6: late.percnt: there is no such key (did you mean 'percent'?)" in ran.err
    assert "\x1b" not in ran.err
    (place / "course.toml").write_text(
        COURSE.replace("ledger", "leger").replace(" \\u001b[31m", "")
    )
    ran = virtlab("course", "check", cwd=place)
    assert ran.code == exit_codes.WRONG_USAGE
    assert "There are: ledger." in ran.err


def test_standings_are_printed_for_people_and_programs(place: Path) -> None:
    """What a student made is shown harmless; JSON has these fields and no others."""
    record(place, 25)
    shown = virtlab("course", "standings", "--course", "course.toml", cwd=place)
    assert shown.code == exit_codes.DONE, shown.err
    assert "1.0 days: -20%" in shown.out
    assert "odd \\x1b[31m" in shown.out
    assert "1 graded, 0 unjudged, 1 missing, 0 excused" in shown.out
    ran = virtlab("course", "standings", "--course", "course.toml", "--json", cwd=place)
    first, second = map(json.loads, ran.out.splitlines())
    assert set(first) == {
        *("student", "name", "email", "login", "section", "exercise", "state", "reason"),
        *("score", "raw_score", "max_score", "due", "submitted", "revision", "attempts"),
        *("lateness", "adjustments", "flags"),
    }
    assert first["lateness"] == {"seconds": 25 * 3600, "free_days": 0, "percent": 20}
    assert first["score"] == round(first["raw_score"] * 0.8, 2)
    assert (second["student"], second["state"], second["score"]) == ("s2", "missing", None)


def test_an_empty_gradebook_has_no_standings(place: Path) -> None:
    """Unless a course says whose they are."""
    ran = virtlab("course", "standings", cwd=place)
    assert ran.code == exit_codes.ENVIRONMENT
    assert "the gradebook is empty" in ran.err
    ran = virtlab("course", "standings", "--course", "course.toml", "--json", cwd=place)
    assert [json.loads(line)["state"] for line in ran.out.splitlines()] == ["missing", "missing"]


@pytest.mark.bubblewrap
def test_a_class_is_graded_by_its_course(place: Path) -> None:
    """Under the private seed, by the roster's keys, with the times of a list; strangers are not."""
    (place / "times.csv").write_text("student,time\nada@x.edu,2026-10-16T23:00:00+02:00\n")
    command = ("grade", "ledger", "class", "--course", "course.toml", "--sandbox", "bubblewrap")
    ran = virtlab(*command, "--times", "times.csv", "--json", cwd=place)
    assert ran.code == exit_codes.DONE, ran.err
    (grade,) = map(json.loads, ran.out.splitlines())
    assert (grade["student"], grade["receipt"]["seed"]) == ("s1", 77)
    assert "eve: nobody on the roster is called so (not graded)" in ran.err
    assert "77" not in ran.err
    standings = virtlab("course", "standings", "--course", "course.toml", "--json", cwd=place)
    ada, bela = map(json.loads, standings.out.splitlines())
    assert (ada["submitted"], ada["score"]) == ("2026-10-16T21:00:00+00:00", 90)
    assert bela["state"] == "missing"


BAD = {
    "no-course": ("--course none.toml", exit_codes.WRONG_USAGE, "none.toml: No such file"),
    "no-roster": ("--roster none.csv", exit_codes.WRONG_USAGE, "none.csv: No such file"),
    "no-times": ("--times none.csv", exit_codes.WRONG_USAGE, "none.csv: the file can not be"),
    "no-template": (
        "--source clones --template none",
        exit_codes.WRONG_USAGE,
        "the template none: the folder can not be opened",
    ),
    "no-source": ("--source ftp", exit_codes.WRONG_USAGE, "ftp"),
    "not-gradescope": ("--source gradescope", exit_codes.WRONG_USAGE, "submission_metadata.yml"),
    "lost-seed": ("--course lost.toml", exit_codes.ENVIRONMENT, "gone.seed: No such file"),
    "other-course": ("--course other.toml", exit_codes.WRONG_USAGE, "There are: memory_allocator."),
}


@pytest.mark.parametrize("name", BAD)
def test_terms_that_can_not_be_met_are_explained(place: Path, name: str) -> None:
    """Before anything is judged or recorded."""
    text = (place / "course.toml").read_text()
    (place / "lost.toml").write_text(text.replace("grade.seed", "gone.seed"))
    (place / "other.toml").write_text(text.replace("ledger", "memory_allocator"))
    options, code, said = BAD[name]
    ran = virtlab("grade", "ledger", "class", *options.split(), cwd=place)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not (place / "gradebook.sqlite").exists()
