"""A folder of reports."""

import csv
import json
import re
import stat
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.escape import file_stem
from grader.reports.writing import MARKER, Format, write_reports
from grader.scoring.grade import Unjudged
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.reports.sample_material import (
    ADJUSTED,
    LATE,
    class_of,
    course_of,
    graded,
    material,
    unjudged,
)
from tests.grader.sample_grades import SLUG, failed, sample_grade


def files_in(folder: Path) -> set[str]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_a_class_becomes_a_folder(tmp_path: Path) -> None:
    """There is a page a student, the class page links to each, and nothing else is left."""
    found = class_of(30)
    index = write_reports(tmp_path / "a" / "reports", found, [Format.HTML])
    folder = index.parent
    assert index == tmp_path / "a" / "reports" / "index.html"
    pages = {f"students/{file_stem(one.student.key)}.html" for one in found.standings}
    assert files_in(folder) == {MARKER, "index.html", "grades.csv", *pages}
    assert set(PageStructure(index.read_text(encoding="utf-8")).links) == pages
    first = found.standings[0].student.key
    page = (folder / f"students/{file_stem(first)}.html").read_text(encoding="utf-8")
    assert first in page
    assert "(baseline)" in page
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in files_in(folder)} == {0o600}


@pytest.mark.parametrize("suffix", [Format.HTML, Format.MARKDOWN])
def test_links_of_a_course_lead_somewhere(tmp_path: Path, suffix: Format) -> None:
    """The course's page, its exercises and its students form a closed web."""
    index = write_reports(tmp_path / "r", course_of(5, 3), [suffix])
    pages = sorted((tmp_path / "r").rglob(f"*.{suffix}"))
    assert index in pages
    assert len(pages) == 1 + 3 + 10
    reached = {index}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = (
            re.findall(r"\]\(([^()]+\.md)\)", text) if suffix == "md" else PageStructure(text).links
        )
        links = [one for one in found if not one.startswith("#")]
        assert all((page.parent / link).resolve().is_file() for link in links)
        reached |= {(page.parent / link).resolve() for link in links}
    assert reached == set(pages)


def test_json_holds_the_facts_of_the_pages(tmp_path: Path) -> None:
    """ASCII and strict JSON: statistics and rows of the class, and what each student may see."""
    found = class_of(5)
    assert write_reports(tmp_path / "r", found, [Format.JSON]) == tmp_path / "r" / "grades.json"
    facts = json.loads((tmp_path / "r" / "grades.json").read_text(encoding="ascii"))
    (one,) = facts["exercises"]
    assert (one["exercise"], one["max_score"], one["late"]) == (SLUG, 100, 1)
    assert one["states"] == {"graded": 5, "unjudged": 3, "missing": 1, "excused": 1}
    assert sum(one["spread"]["tenths"]) == 5
    assert len(one["rows"]) == len(facts["rows"]) == 10
    assert {"code", "difficulty", "discrimination", "groups", "lost_by"} <= set(one["items"][0])
    name = found.standings[1].student.key
    path = tmp_path / "r" / "students" / f"{file_stem(name)}.json"
    student = json.loads(path.read_text(encoding="ascii"))
    (exercise,) = student["exercises"]
    assert (student["student"], exercise["lateness"]["percent"]) == (name, 10)
    assert exercise["raw_score"] > exercise["score"]
    assert exercise["properties"][0]["code"] == "A1"


def test_csv_holds_a_row_a_student(tmp_path: Path) -> None:
    """Scores are numbers, those not judged have none, and no cell is a formula."""
    late = graded(
        sample_grade("Lin", failed("claims-are-kept")), lateness=LATE, adjustments=(ADJUSTED,)
    )
    formula, ada = graded(sample_grade("=cmd()")), unjudged(Unjudged("@Ada", SLUG, "+1"))[0]
    write_reports(tmp_path / "r", material(late, formula, ada), [Format.HTML])
    with (tmp_path / "r" / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = {row["student"]: row for row in csv.DictReader(stream)}
    lin = rows["Lin"]
    assert (lin["state"], lin["score"], lin["raw_score"]) == ("graded", "78.0", "83.89")
    assert (lin["algorithm"], lin["policy"], lin["mechanism"]) == ("38.0", "29.89", "16.0")
    assert (lin["failed"], lin["late_seconds"], lin["adjusted"]) == ("M2", "100000", "2.5")
    assert rows["'=cmd()"]["reason"] == ""
    unknown = rows["'@Ada"]
    assert (unknown["state"], unknown["score"], unknown["reason"]) == ("unjudged", "", "'+1")


def test_hostile_names_stay_inside_the_folder(tmp_path: Path) -> None:
    """Every name gets its own page in the folder of students, and every row stays one row."""
    standings = [graded(sample_grade(name), flags=(name,)) for name in HOSTILE_TEXTS]
    write_reports(tmp_path / "r", material(*standings), tuple(Format))
    assert files_in(tmp_path) == {
        f"r/{name}"
        for name in (
            MARKER,
            "index.html",
            "index.md",
            "grades.json",
            "grades.csv",
            *(
                f"students/{file_stem(text)}.{suffix}"
                for text in HOSTILE_TEXTS
                for suffix in Format
            ),
        )
    }
    with (tmp_path / "r" / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == len(HOSTILE_TEXTS)


def test_reports_are_written_again_in_place(tmp_path: Path) -> None:
    """A second run replaces what the first wrote."""
    folder = tmp_path / "r"
    write_reports(folder, material(graded(sample_grade("Lin"))))
    before = files_in(folder)
    write_reports(folder, material(graded(sample_grade("Lin", failed("claims-are-kept")))))
    assert files_in(folder) == before
    assert "83.89" in (folder / "index.html").read_text(encoding="utf-8")


def test_what_is_out_of_date_is_removed(tmp_path: Path) -> None:
    """No page stays that tells what is hidden now, or of somebody who left."""
    folder = tmp_path / "r"
    write_reports(folder, course_of(4, 2), tuple(Format))
    (folder / "notes.txt").write_text("mine")
    write_reports(folder, material(graded(sample_grade("Lin"))), [Format.HTML])
    student = f"students/{file_stem('Lin')}.html"
    assert files_in(folder) == {MARKER, "index.html", "grades.csv", "notes.txt", student}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """A folder that somebody made for the purpose is as good as none."""
    assert write_reports(tmp_path, material()).is_file()


@pytest.mark.parametrize("name", ["index.html", "notes.txt", ".git/config"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, name: str) -> None:
    """Nothing is written where anything foreign lies."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(GraderError, match="not reports of virtlab") as caught:
        write_reports(tmp_path, material(graded(sample_grade())))
    assert "does not exist yet" in caught.value.hint
    assert files_in(tmp_path) == {name}
    assert path.read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in the place of a report is replaced; one in the place of a folder is refused."""
    folder, elsewhere = tmp_path / "r", tmp_path / "elsewhere"
    elsewhere.mkdir()
    secret = elsewhere / "secret"
    secret.write_text("mine")
    write_reports(folder, material())
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(secret)
    write_reports(folder, material())
    assert secret.read_text() == "mine"
    assert not (folder / "index.html").is_symlink()
    (folder / "students").rmdir()
    (folder / "students").symlink_to(elsewhere)
    with pytest.raises(GraderError, match="is a link"):
        write_reports(folder, material(graded(sample_grade())))
    assert files_in(elsewhere) == {"secret"}


def test_a_marker_that_is_a_link_is_no_marker(tmp_path: Path) -> None:
    """Nobody turns a folder into ours by a link to another marker."""
    write_reports(tmp_path / "ours", material())
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / MARKER).symlink_to(tmp_path / "ours" / MARKER)
    with pytest.raises(GraderError, match="not reports"):
        write_reports(tmp_path / "theirs", material())


@pytest.mark.parametrize("name", ["file", "file/below", "/proc/virtlab-reports"])
def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, name: str) -> None:
    """The operator is told where and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(GraderError, match="can not be written") as caught:
        write_reports(tmp_path / name, material())
    assert "another folder" in caught.value.hint


def test_a_write_that_fails_leaves_the_earlier_page(tmp_path: Path) -> None:
    """A page is replaced whole or not at all, and no draft stays behind."""
    folder = tmp_path / "r"
    grade = sample_grade("Lin")
    write_reports(folder, material(graded(grade)), [Format.HTML])
    page = folder / "students" / f"{file_stem('Lin')}.html"
    page.unlink()
    page.mkdir()
    with pytest.raises(GraderError, match="can not be written"):
        write_reports(folder, material(graded(grade)), [Format.HTML])
    assert list((folder / "students").iterdir()) == [page]


def test_one_standing_a_student() -> None:
    """Two pages of one name would hide each other."""
    with pytest.raises(ValueError, match="one standing a student"):
        material(graded(sample_grade("Lin")), graded(sample_grade("Lin")))


def test_a_standing_needs_its_exercise() -> None:
    """What is of no exercise of the report would be left out silently."""
    with pytest.raises(ValueError, match="without a manifest"):
        material(graded(sample_grade("Lin")), manifests=[])
