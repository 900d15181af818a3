"""Rosters as the programs that write them do, and as people spoil them."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.roster import Roster, parse_roster
from grader.course.student import Student
from grader.errors import UsageError

PLAIN = "identifier,name,email,login,section\ns1,Wang Li,li@x.edu,liwang,A\n"
WANG = Student("s1", "Wang Li", "li@x.edu", "liwang", "A")


def reasons(roster: Roster) -> list[tuple[int, str]]:
    """Return line and reason of each problem."""
    return [(one.line, one.reason) for one in roster.problems]


def test_a_roster_of_github_classroom() -> None:
    """All cells are quoted; who has not accepted yet has no login."""
    content = (
        b'"identifier","github_username","github_id","name"\n'
        b'"li@x.edu","liwang","40261856","Wang Li"\n"ada@x.edu","","",""\n'
    )
    assert parse_roster(content) == Roster(
        (
            Student("li@x.edu", "Wang Li", "", "liwang", other_ids={"github_id": "40261856"}),
            Student("ada@x.edu"),
        )
    )


def test_a_roster_of_classroom_50() -> None:
    """The login is the key; first and last name are one name."""
    content = (
        b"username,first_name,last_name,email,section,github_id\n"
        b"alice,Alice,Liddell,alice@x.edu,A,7\n"
    )
    (alice,) = parse_roster(content).students
    assert alice == Student(
        "alice", "Alice Liddell", "alice@x.edu", "alice", "A", {"github_id": "7"}
    )


def test_a_gradebook_of_canvas_is_a_roster() -> None:
    """Its own numbers are kept for the way back; the line of maxima is no student."""
    content = (
        b"Student,ID,SIS User ID,SIS Login ID,Section,Memory allocator (9123)\n"
        b'    Points Possible,,,,,100\n"Wang, Li",101,s1,li@x.edu,Section A,\n'
    )
    roster = parse_roster(content)
    (li,) = roster.students
    assert (li.key, li.name, li.section) == ("li@x.edu", "Wang, Li", "Section A")
    assert li.other_ids == {"ID": "101", "SIS User ID": "s1", "SIS Login ID": "li@x.edu"}
    assert reasons(roster) == [(2, "the line does not say who it is")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_delimiters_encodings_and_line_ends_are_found_out(
    delimiter: str, encoding: str, end: str
) -> None:
    """Nothing needs to be said about them."""
    text = PLAIN.replace(",", delimiter).replace("\n", end)
    assert parse_roster(text.encode(encoding)) == Roster((WANG,))


@pytest.mark.parametrize(
    ("name", "encoding", "said"),
    [("Jörg Müller", "cp1252", "Windows-1252"), ("王伟", "gb18030", "GB18030")],
)
def test_what_is_not_utf_8_is_read_and_said(name: str, encoding: str, said: str) -> None:
    """As the spreadsheets of Western Europe and China write it."""
    roster = parse_roster(f"id,name\n1,{name}\n".encode(encoding))
    assert roster.students == (Student("1", name),)
    ((line, reason),) = reasons(roster)
    assert (line, said in reason) == (1, True)


def test_doubles_and_empty_lines_are_reported() -> None:
    """The first line of a student counts; a login of two tells nobody's submissions."""
    content = "id;login;email\n1;ada;a@x\n\n2;Ada;b@x\n1;cleo;c@x\n;;\n3;;B@X\n4;d;d@x;more\n"
    roster = parse_roster(content.encode())
    assert [one.key for one in roster.students] == ["1", "2", "3", "4"]
    assert reasons(roster) == [
        (3, "the line is empty"),
        (4, "the login ada is on lines 2, 4"),
        (5, "1 is on line 2 already"),
        (6, "the line is empty"),
        (7, "the email b@x is on lines 4, 7"),
        (8, "the line has more cells than the header"),
    ]


def test_short_lines_and_odd_characters_do_no_harm() -> None:
    """Control characters do not stay, names are composed, what is missing is empty."""
    content = 'id,name,email\n1,"Jose\u0301\x1b[31m\nB",\n2\n'
    first, second = parse_roster(content.encode()).students
    assert first == Student("1", "José [31m B")
    assert second == Student("2")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"points,grade\n1,2\n", b"\xff\xd8\xff\xe0" * 100, b"id\n" + b"x" * 200_000],
)
def test_what_is_no_roster_is_refused(content: bytes) -> None:
    """With a hint that shows one."""
    with pytest.raises(UsageError) as caught:
        parse_roster(content)
    assert "identifier,name,email" in caught.value.hint


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8), st.sampled_from(",;\t"))
def test_any_table_is_read(rows: list[list[str]], delimiter: str) -> None:
    """Every line becomes a student or a problem, keys are unique and of one printable line."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([["id", "name", "email", "login"], *rows])
    roster = parse_roster(stream.getvalue().encode())
    left_out = [one for one in roster.problems if "left out" in one.action]
    empty = [one for one in roster.problems if one.action == "passed over"]
    assert len(roster.students) + len(left_out) + len(empty) == len(rows)
    keys = [one.key for one in roster.students]
    assert len(set(keys)) == len(keys)
    assert all(key and key.isprintable() for key in keys)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_roster_or_refused(content: bytes) -> None:
    """No other exception leaves."""
    try:
        roster = parse_roster(b"id,name\n" + content)
    except UsageError:
        return
    assert all(one.key for one in roster.students)
