"""``virtlab export`` and ``virtlab classroom``, as they are called."""

import csv
import io
import json
import os
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from grader.cli import exit_codes
from grader.gradebook.gradebook import open_gradebook
from tests.grader.cli.command_line import Ran, virtlab
from tests.grader.sample_grades import SLUG, failed, sample_grade

SHEET = """Student,ID,SIS User ID,SIS Login ID,Section,Guest memory allocator (9123),Essay (5)
    Points Possible,,,,,100,10
"Lovelace, Ada",101,s1,ada,Section A,,3
"Bartók, Bela",102,s2,bela,Section A,12,4
"""
ROSTER = "identifier,name,email,lti_user_id\nada,Ada Lovelace,ada@x.edu,7\nbela,Bela,bela@x.edu,8\n"
ONE = ("--exercise", SLUG, "--student", "bela")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a gradebook of three, a roster of two and a sheet."""
    with open_gradebook(f"sqlite:///{tmp_path / 'book.sqlite'}") as book:
        book.record(sample_grade("ada"))
        book.record(sample_grade("bela", failed("claims-are-kept")))
        book.record(sample_grade("=1+1\x1b[2J"))
        book.record_failure("eva", SLUG, "line 1 is not UTF-8")
    (tmp_path / "roster.csv").write_text(ROSTER)
    (tmp_path / "sheet.csv").write_text(SHEET)
    return tmp_path


def export(place: Path, *args: str) -> Ran:
    """Run it on the gradebook."""
    book = f"sqlite:///{place / 'book.sqlite'}"
    return virtlab("export", *args, cwd=place, VIRTLAB_GRADEBOOK=book, VIRTLAB_CATALOG=None)


def test_a_class_is_put_out_as_a_table(place: Path) -> None:
    """On standard output, or into a file that is never overwritten and only its owner reads."""
    ran = export(place, "csv")
    assert ran.code == exit_codes.DONE, ran.err
    assert "\x1b" not in ran.out
    rows = list(csv.DictReader(io.StringIO(ran.out.removeprefix("\ufeff"))))
    assert [row["student"] for row in rows] == ["'=1+1\\x1b[2J", "ada", "bela", "eva"]
    assert export(place, "csv", "--into", "out.csv").code == exit_codes.DONE
    assert (place / "out.csv").read_bytes() == ran.raw_out
    assert (place / "out.csv").stat().st_mode & 0o077 == 0
    again = export(place, "csv", "--into", "out.csv")
    assert again.code == exit_codes.WRONG_USAGE
    assert "there already" in again.err


def test_canvas_gets_its_sheet_back(place: Path) -> None:
    """With the scores; who is not in it is named."""
    ran = export(place, "canvas", "sheet.csv")
    assert ran.code == exit_codes.DONE, ran.err
    rows = {row["ID"]: row for row in csv.DictReader(io.StringIO(ran.out))}
    assert rows["101"]["Guest memory allocator (9123)"] == "95.89"
    assert rows["102"]["Guest memory allocator (9123)"] == "83.89"
    assert "Essay (5)" not in rows["101"]
    assert "2 scores." in ran.err
    assert "=1+1\\x1b[2J: left out" in ran.err


def test_who_claims_more_than_the_judge_gave_is_flagged(place: Path) -> None:
    """By Classroom 50's list of what the repositories say; in the table and on the class page."""
    (place / "scores.csv").write_text("username,score,max_score\nada,96,100\nbela,100,100\n")
    claims = ("--ci", f"{SLUG}=scores.csv")
    rows = csv.DictReader(io.StringIO(export(place, "csv", *claims).out[1:]))
    flags = {row["student"]: row["flags"] for row in rows if row["flags"]}
    said = "its own repository says 100 of 100 points, the judge 83.89 of 100"
    assert flags == {"bela": said}
    book = f"sqlite:///{place / 'book.sqlite'}"
    command = ("report", SLUG, "--into", "pages", "--gradebook", book, *claims)
    ran = virtlab(*command, cwd=place, VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.DONE, ran.err
    assert said in (place / "pages" / "index.html").read_text(encoding="utf-8")
    ran = export(place, "csv", "--ci", "scores.csv")
    assert ran.code == exit_codes.WRONG_USAGE


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("canvas", "none.csv"), "none.csv: No such file"),
        (("canvas", "sheet.csv", "--column", "memory_allocator"), "not SLUG=TITLE"),
        (("canvas", "sheet.csv", "--column", "memory_allocator=Lab"), "no column for memory"),
        (("csv", "--exercise", "nothing"), "there is no exercise 'nothing'"),
        (("gradescope", "--exercise", SLUG, "--student", "zoe"), "no grade of 'zoe'"),
        (("classroom50", *ONE), "Classroom 50 does not say rightly"),
        (("gradescope-zip", SLUG, "--into", "a.zip"), "one of --wheel and --requirement"),
    ],
    ids=["no sheet", "no title", "no column", "no exercise", "no grade", "no owner", "no wheel"],
)
def test_what_cannot_be_put_out_is_said(place: Path, args: tuple[str, ...], says: str) -> None:
    """And nothing is written."""
    ran = export(place, *args)
    assert ran.code in (exit_codes.WRONG_USAGE, exit_codes.ENVIRONMENT), ran.err
    assert says in ran.err
    assert ran.out == ""


def test_moodle_and_lti_take_people_from_the_roster(place: Path) -> None:
    """Who is not on it has no address and no number, and is named."""
    ran = export(place, "moodle", "--exercise", SLUG, "--roster", "roster.csv")
    assert ran.out.splitlines()[1].startswith("ada@x.edu,95.89,")
    assert "left out: no usable email" in ran.err
    ran = export(place, "lti", "--exercise", SLUG, "--roster", "roster.csv")
    scores = json.loads(ran.out)["scores"]
    assert [(score["userId"], score["scoreGiven"]) for score in scores] == [
        ("7", 95.89),
        ("8", 83.89),
    ]


def test_other_programs_read_what_is_put_out(place: Path) -> None:
    """JUnit for a class; one grade as each autograder writes it."""
    root = ET.fromstring(export(place, "junit").out)
    assert len(root.findall("testsuite")) == 3
    assert json.loads(export(place, "gradescope", *ONE).out)["score"] == 83.89
    assert json.loads(export(place, "prairielearn", *ONE).out)["score"] == 0.8389
    assert json.loads(export(place, "autolab", *ONE).out)["scores"]["mechanism"] == 16
    assert export(place, "actions", *ONE).out.startswith("algorithm=")
    assert export(place, "markdown", *ONE).out.startswith("# Guest memory allocator: 83.89 of 100")


@pytest.mark.parametrize(("level", "shown"), [("names", False), ("messages", True)])
def test_what_students_read_elsewhere_is_what_the_course_shows(
    place: Path,
    level: str,
    shown: bool,  # noqa: FBT001 - pytest gives it by name
) -> None:
    """No message before the due time, where only names are shown; the points all the same."""
    (place / "course.toml").write_text(
        'title = "Virtualization"\nzone = "UTC"\n'
        f'[shown]\nbefore_due = "{level}"\n'
        f'[[exercises]]\nslug = "{SLUG}"\ndue = 9999-01-01T00:00:00\n'
    )
    course = ("--course", "course.toml")
    for args in (("gradescope", *ONE), ("prairielearn", *ONE), ("markdown", *ONE), ("junit",)):
        ran = export(place, *args, *course)
        assert ran.code == exit_codes.DONE, ran.err
        assert ("OutOfMemory, but the gap" in ran.out) == shown
        assert "allocate(64)" not in ran.out
        assert "83.89" in ran.out or "0.8389" in ran.out


def test_an_autograder_for_gradescope_is_an_archive(place: Path) -> None:
    """With the wheel, if there is one."""
    (place / "virtlab-0.1.0-py3-none-any.whl").write_bytes(b"PK")
    options = ("--wheel", "virtlab-0.1.0-py3-none-any.whl", "--into", "a.zip")
    ran = export(place, "gradescope-zip", SLUG, *options)
    assert ran.code == exit_codes.DONE, ran.err
    with zipfile.ZipFile(place / "a.zip") as archive:
        assert set(archive.namelist()) == {"setup.sh", "run_autograder", options[1]}


def test_a_students_repository_is_written_once(tmp_path: Path) -> None:
    """A folder with anything in it is left alone; what is written is a repository git takes."""
    options = ("--requirement", "virtlab==0.1.0")
    command = ("classroom", "init", SLUG, "repository", *options)
    ran = virtlab(*command, cwd=tmp_path, VIRTLAB_CATALOG=None)
    assert ran.code == exit_codes.DONE, ran.err
    written = {path for path in (tmp_path / "repository").rglob("*") if path.is_file()}
    assert len(written) == int(ran.out.split()[1])
    again = virtlab(*command, cwd=tmp_path, VIRTLAB_CATALOG=None)
    assert again.code == exit_codes.WRONG_USAGE
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": "/dev/null"}
    for git in (["git", "init", "--quiet"], ["git", "add", "."]):
        subprocess.run(git, cwd=tmp_path / "repository", check=True, env=environment)
    listed = subprocess.run(
        ["git", "ls-files"], cwd=tmp_path / "repository", capture_output=True, text=True, check=True
    )
    assert len(listed.stdout.splitlines()) == len(written)
