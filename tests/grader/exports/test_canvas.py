"""The sheet that Canvas imports: exactly our scores change, and nothing is made or cleared.

``importer_reads`` follows Canvas' importer (instructure/canvas-lms, ``lib/gradebook_importer.rb``): how
it finds columns, rows and scores.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.course.student import Student
from grader.errors import UsageError
from grader.exports.canvas import fill_sheet
from tests.grader.exports.class_of_four import ADA, BELA, CLASS, CLEO, DAN, TITLE, standing
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.sample_grades import SLUG, sample_grade

HEADER = f"Student,ID,SIS User ID,SIS Login ID,Section,{TITLE} (9123),Essay (5),Final Score"
SHEET = f"""{HEADER}
,,,,,Manual Posting,,
    Points Possible,,,,,100,10,(read only)
"Lovelace, Ada",101,s1,ada,Section A,,3,12
"Bartók, Bela",102,s2,BELA@x.edu,Section A,12,4,12
Cleo,103,s3,cleo@x.edu,Section A,,5,12
Dan,104,s4,dan@x.edu,Section B,7.5,6,12
Eva,105,s5,eva@x.edu,Section B,,7,12
"Student, Test",999,,c0ffee,Section A,,8,
"""
TITLES = {SLUG: (SLUG, TITLE, "客户机内存分配器")}
SCORES = {"101": "95.89", "102": "78", "103": "EX"}


def importer_reads(text: str) -> dict[str, dict[str, str]]:
    """Return what Canvas takes from a sheet: by student's ID and assignment's, its cell."""
    first = text.splitlines()[0]
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ","))
    header = rows[0]
    assert len(header) > 3
    assert "Student" in header[0]
    assert "ID" in header[1]
    students = 3
    if re.search(r"SIS\s+Login\s+ID", header[2]):
        students = 4
    elif re.search(r"SIS\s+User\s+ID", header[2]):
        students = 5
        students += bool(re.search(r"Integration\s+ID", header[4]))
        students += bool(re.search(r"Root\s+Account", header[students - 1]))
    assert "Section" in header[students - 1], "invalid header row"
    assignments = {}
    for place, name in enumerate(header[students:], students):
        if not re.search("Current|Final|Override|Unposted", name):
            found = re.fullmatch(r"(.*)\s\((\d+)\)", name)
            assert found is not None, f"{name} would make a new assignment"
            assignments[found[2]] = place
    read = {}
    for row in rows[1:]:
        is_note = all(re.fullmatch(r"(?i)\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row)
        if (
            "Points Possible" not in row[0]
            and not is_note
            and not re.fullmatch("[;, ]+", ",".join(row))
        ):
            assert re.fullmatch(r"\d+", row[1]), "no student of the course"
            read[row[1]] = {one: row[place].strip() for one, place in assignments.items()}
    return read


def test_exactly_the_scores_of_the_class_change() -> None:
    """Who has none keeps what Canvas has; other assignments are not in the file at all."""
    filled = fill_sheet(SHEET, CLASS, TITLES)
    before, after = importer_reads(SHEET), importer_reads(filled.text)
    assert {student: set(cells) for student, cells in after.items()} == {
        key: {"9123"} for key in before
    }
    changed = {s: c["9123"] for s, c in after.items() if c["9123"] != before[s]["9123"]}
    assert changed == SCORES
    assert filled.cells == 3
    assert filled.left_out == ()


@pytest.mark.parametrize(
    "header",
    [
        f"Student,ID,SIS Login ID,Section,{TITLE} (9123)",
        f"Student,ID,Section,{TITLE} (9123)",
        f"Student,ID,SIS User ID,SIS Login ID,Integration ID,Section,{TITLE} (9123)",
        f"Student,ID,SIS User ID,SIS Login ID,Integration ID,Root Account,Section,{TITLE} (9123)",
    ],
)
@pytest.mark.parametrize("separator", [",", ";"])
def test_every_header_that_the_importer_knows_is_read(header: str, separator: str) -> None:
    """With a byte-order mark and either separator."""
    known = {"Student": "Lovelace, Ada", "ID": "101", "SIS User ID": "s1", "Section": "A"}
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    columns = header.split(",")
    writer.writerows([columns, [known.get(name, "") for name in columns]])
    filled = fill_sheet("\ufeff" + stream.getvalue(), CLASS, TITLES)
    assert importer_reads(filled.text) == {"101": {"9123": "95.89"}}
    assert filled.left_out == (BELA.key, CLEO.key)


def test_a_row_that_could_be_two_students_is_left_alone() -> None:
    """And a student with two rows; both are named."""
    twin = replace(DAN, name="Ada Lovelace", key="other", email="", other_ids={"SIS User ID": "s1"})
    found = [CLASS[0], standing(twin, grade=sample_grade("other"))]
    filled = fill_sheet(SHEET, found, TITLES)
    assert filled.left_out == (ADA.key, "other")
    assert filled.cells == 0
    doubled = SHEET + '"Lovelace, Ada",106,s1,,Section B,,3,12\n'
    assert fill_sheet(doubled, CLASS[:1], TITLES).left_out == (ADA.key,)


def test_a_login_at_the_code_host_names_nobody_in_canvas() -> None:
    """A student picks it: it could be somebody else's login at the university."""
    thief = Student("thief", "Thief", login="bela@x.edu")
    filled = fill_sheet(SHEET, [standing(thief, grade=sample_grade("thief"))], TITLES)
    assert filled.left_out == ("thief",)


def test_points_of_another_scale_are_refused_or_scaled() -> None:
    """An assignment out of ten takes no scores out of a hundred by mistake."""
    of_ten = SHEET.replace("Possible,,,,,100,", "Possible,,,,,10,")
    with pytest.raises(UsageError, match="out of 10 points in Canvas"):
        fill_sheet(of_ten, CLASS, TITLES)
    scaled = importer_reads(fill_sheet(of_ten, CLASS, TITLES, scale=True).text)
    assert [scaled[one]["9123"] for one in SCORES] == ["9.59", "7.8", "EX"]


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        ("", "no gradebook"),
        ("name,grade\nada,1\n", "no gradebook"),
        ("Student,ID,SIS Login ID,Total\n", "no column Section"),
        (SHEET.replace(TITLE, "Lab 1"), "no column for memory_allocator"),
        (SHEET.replace("Essay", TITLE), "several columns for memory_allocator"),
        (SHEET.replace(",100,10", ",many,10"), "'many' points"),
        ('Student,ID,Section,"' + "x" * 200_000, "no CSV"),
    ],
    ids=["empty", "other", "section", "missing", "twice", "points", "huge"],
)
def test_a_sheet_that_cannot_be_filled_is_refused(sheet: str, says: str) -> None:
    """With what is wrong, before anything is written."""
    with pytest.raises(UsageError, match=says):
        fill_sheet(sheet, CLASS, TITLES)


def test_a_column_can_be_named() -> None:
    """By its title with or without the number."""
    other = SHEET.replace(TITLE, "Lab 1")
    for title in ("Lab 1", " lab  1 ", "Lab 1 (9123)"):
        assert fill_sheet(other, CLASS, {SLUG: (title,)}).cells == 3


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_names_that_students_gave_themselves_are_no_formulas(name: str) -> None:
    """The row keeps its number, by which Canvas finds it."""
    rows = [
        HEADER.split(","),
        [name[:9_000], "101", "s1", name[:9_000], "Section A", "", "3", "12"],
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    filled = fill_sheet(stream.getvalue(), CLASS[:1], TITLES)
    ((_, row),) = [list(csv.reader(io.StringIO(filled.text)))]
    assert row[1] == "101"
    assert row[5] == "95.89"
    assert not any(cell.strip().startswith(tuple("=+-@")) for cell in row)


@given(order=st.permutations(range(5)), extra=st.lists(st.text(max_size=9), max_size=3))
def test_neither_order_nor_strangers_change_who_gets_what(
    order: Sequence[int], extra: list[str]
) -> None:
    """Rows of people whom we do not know stay as they are."""
    lines = SHEET.splitlines()
    stream = io.StringIO()
    csv.writer(stream).writerows(
        [f"Stranger {place} {name}", str(200 + place), f"u{place}", "", "Section C", "1", "2", "3"]
        for place, name in enumerate(extra)
    )
    people = [lines[3 + place] for place in order]
    sheet = "\n".join([*lines[:3], *people]) + "\n" + stream.getvalue()
    after = importer_reads(fill_sheet(sheet, CLASS, TITLES).text)
    assert {student: after[student]["9123"] for student in SCORES} == SCORES
    assert all(after[str(200 + place)]["9123"] == "1" for place in range(len(extra)))
