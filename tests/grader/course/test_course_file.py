"""Course files: what they mean, and how all that is wrong with one is said at once."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.course import Counts, CourseExercise, LatePolicy, Seeds
from grader.course.course_example import COURSE_EXAMPLE
from grader.course.course_file import read_course
from grader.course.seeds import private_seed
from grader.course.toml_lines import line_of
from grader.course.visibility import Visibility
from grader.errors import GraderError, UsageError

GOOD = """\
title = "Virtualization 2026"
zone = "Europe/Berlin"
roster = "lists/roster.csv"
attempts = 20

[late]
grace_minutes = 10
percent = 10
cap_percent = 50
closes_after_days = 7
free_days = 3

[shown]
before_due = "messages"

[seeds]
students = 5
private_file = "grade.seed"
private_variable = "COURSE_SEED"

[[exercises]]
slug = "memory_allocator"
opens = 2026-10-01T08:00:00
due = 2026-10-15T23:59:00
repositories = "memory-allocator"

[[exercises]]
slug = "process_lock"
due = 2026-12-01T12:00:00+01:00
counts = "best"
attempts = 3
late = { percent = 1, per = "hour" }
"""
BAD = """\
titel = "Virtualization 2026"
zone = "Europe/Berln"

[late]
percent = "10"
fre_days = 3

[shown]
before_due = "all"

[seeds]
private = 7

[[exercises]]
slug = "memory_allocator"
opens = 2026-10-01T08:00:00Z
due = 2026-10-01T08:00:00Z

[[exercises]]
slug = "memory_allocator"
due = 2026-10-15
late = { per = "week", free_days = 2 }

[[exercises]]
slug = "Lock"
"""


def write(place: Path, text: str | bytes) -> Path:
    """Write a course file."""
    path = place / "course.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused(path: Path) -> str:
    """Return what is said of a course file that can not be used."""
    with pytest.raises(UsageError) as caught:
        read_course(path)
    return str(caught.value)


def test_a_course_is_read(tmp_path: Path) -> None:
    """Exercises take what they do not say from the course, paths are relative to the file."""
    course = read_course(write(tmp_path, GOOD))
    assert course.roster == tmp_path / "lists" / "roster.csv"
    assert course.free_days == 3
    assert (course.before_due, course.after_due) == (
        Visibility.MESSAGES,
        Visibility.COUNTEREXAMPLES,
    )
    assert course.seeds == Seeds(
        students=5, private_file=tmp_path / "grade.seed", private_variable="COURSE_SEED"
    )
    assert course.exercises == (
        CourseExercise(
            slug="memory_allocator",
            due=datetime(2026, 10, 15, 21, 59, tzinfo=UTC),
            opens=datetime(2026, 10, 1, 6, tzinfo=UTC),
            late=LatePolicy(
                grace_seconds=600, percent=10, cap_percent=50, closes_seconds=7 * 86400
            ),
            attempts=20,
            repositories="memory-allocator",
        ),
        CourseExercise(
            slug="process_lock",
            due=datetime(2026, 12, 1, 11, tzinfo=UTC),
            late=LatePolicy(percent=1, unit_seconds=3600),
            attempts=3,
            counts=Counts.BEST,
        ),
    )


def test_the_example_that_is_shown_is_right(tmp_path: Path) -> None:
    """Whoever copies it has a course."""
    course = read_course(write(tmp_path, COURSE_EXAMPLE))
    assert [one.slug for one in course.exercises] == ["memory_allocator"]


def test_what_students_see_changes_when_it_is_due(tmp_path: Path) -> None:
    """To the second; of what is not in the course they see names."""
    course = read_course(write(tmp_path, GOOD))
    due = course.exercises[0].due
    assert course.visibility("memory_allocator", due) is Visibility.COUNTEREXAMPLES
    assert course.visibility("memory_allocator", due.replace(minute=58)) is Visibility.MESSAGES
    assert course.visibility("file_cipher", due) is Visibility.NAMES


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    """Each fault with its line and its key, in the order of the file, with what would be right."""
    said = refused(write(tmp_path, BAD)).replace(f"{tmp_path}/", "").split("\n")
    assert [line.split(": ")[:2] for line in said] == [
        ["course.toml:1", "titel"],
        ["course.toml:1", "title"],
        ["course.toml:2", "zone"],
        ["course.toml:5", "late.percent"],
        ["course.toml:6", "late.fre_days"],
        ["course.toml:9", "shown.before_due"],
        ["course.toml:12", "seeds.private"],
        ["course.toml:17", "exercises[1].due"],
        ["course.toml:20", "exercises[2].slug"],
        ["course.toml:21", "exercises[2].due"],
        ["course.toml:22", "exercises[2].late.free_days"],
        ["course.toml:22", "exercises[2].late.per"],
        ["course.toml:24", "exercises[3].due"],
        ["course.toml:25", "exercises[3].slug"],
    ]
    assert said[0].endswith("there is no such key (did you mean 'title'?)")
    assert "keep the private seed out of this file" in said[6]
    assert "for example due = 2026-10-15T23:59:00" in said[9]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"title = \n", ":1: "),
        (b'title = "x"\n\nzone = "\xff"\n', ":3: not UTF-8"),
        (b"#" * 1_000_001, "larger"),
        (b"", "exercises: is missing"),
        (b"exercises = 3\n", ":1: exercises: input should be a valid tuple"),
        (b"exercises = [1, 2]\n", ":1: exercises[1]: "),
        (b'zone = "../../etc/passwd"\n', "there is no time zone"),
        (b'zone = "/etc/passwd"\n', "there is no time zone"),
        (b'zone = "a\\u0000b"\n', "zone: "),
        (b'"\\u001b[31m" = 1\n', "\\x1b[31m: there is no such key"),
    ],
)
def test_what_is_no_course_is_refused(tmp_path: Path, text: bytes, said: str) -> None:
    """With the line where it goes wrong, and nothing in it reaches a terminal."""
    message = refused(write(tmp_path, text))
    assert said in message
    assert "\x1b" not in message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """With the reason."""
    assert "No such file" in refused(tmp_path / "course.toml")


def test_the_hours_at_which_clocks_are_set(tmp_path: Path) -> None:
    """One that happens twice is the later one; one that does not happen is a fault."""
    twice = GOOD.replace("2026-10-15T23:59:00", "2026-10-25T02:30:00")
    due = read_course(write(tmp_path, twice)).exercises[0].due
    assert due == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    never = GOOD.replace("2026-12-01T12:00:00+01:00", "2026-03-29T02:30:00")
    assert ":29: exercises[2].due: there is no 2026-03-29 02:30:00" in refused(
        write(tmp_path, never)
    )


def test_lines_are_found_whatever_the_style() -> None:
    """Dotted and quoted keys, tables in arrays, texts of several lines that look like keys."""
    text = (
        'a.b = 1\n"c d".e = 2\ntext = """\nx = 1\n[late]\n"""\n'
        "[late]\nx = 1\n[[list]]\ny = 1\n[list.late]\nz = 1\n[[list]]\ny = 2\n"
    )
    places = {
        ("a", "b"): 1,
        ("c d", "e"): 2,
        ("late", "x"): 8,
        ("late", "missing"): 7,
        ("list", 0, "y"): 10,
        ("list", 0, "late", "z"): 12,
        ("list", 1, "y"): 14,
        ("list", 1, "missing"): 13,
        ("missing",): 1,
    }
    assert {path: line_of(text, path) for path in places} == places


@given(st.text(max_size=200), st.lists(st.text(max_size=3) | st.integers(0, 3), max_size=4))
def test_a_line_is_always_found(text: str, path: list[str | int]) -> None:
    """And is one of the text's."""
    assert 1 <= line_of(text, path) <= text.count("\n") + 1


def test_the_private_seed_comes_from_a_variable_or_a_file(tmp_path: Path) -> None:
    """The variable goes first; without either there is none."""
    file = tmp_path / "seed"
    file.write_text(" 4711\n")
    seeds = Seeds(private_file=file, private_variable="COURSE_SEED")
    assert private_seed(seeds, {"COURSE_SEED": "12"}) == 12
    assert private_seed(seeds, {"COURSE_SEED": ""}) == 4711
    assert private_seed(Seeds(), {"COURSE_SEED": "12"}) is None


@pytest.mark.parametrize("content", ["", "secret", "-1", "1 2", str(2**63), "9" * 900, "٣"])
def test_a_seed_that_is_none_is_not_shown(tmp_path: Path, content: str) -> None:
    """Neither from a file nor from a variable: it may be one with a slip of the pen."""
    file = tmp_path / "seed"
    file.write_text(content)
    with pytest.raises(GraderError) as caught:
        private_seed(Seeds(private_file=file), {})
    assert str(caught.value) == f"{file} does not hold a seed"


def test_a_seed_that_is_missing_is_said(tmp_path: Path) -> None:
    """Grades with another seed than the private one would be a surprise."""
    with pytest.raises(GraderError, match="COURSE_SEED"):
        private_seed(Seeds(private_variable="COURSE_SEED"), {})
    with pytest.raises(GraderError, match="No such file"):
        private_seed(Seeds(private_file=tmp_path / "seed"), {})
