"""A folder of reports."""

import csv
import json
import stat
from pathlib import Path

import pytest

from grader.errors import GraderError
from grader.escape import file_stem
from grader.reports.writing import MARKER, write_reports
from grader.scoring.grade import Grade, Unjudged
from tests.grader.hostile_texts import HOSTILE_TEXTS
from tests.grader.reports.page_structure import PageStructure
from tests.grader.sample_grades import (
    EXERCISE_DIGEST,
    SLUG,
    YARDSTICKS,
    failed,
    sample_class,
    sample_grade,
    sample_manifest,
)

MANIFEST = sample_manifest()


def files_in(folder: Path) -> set[str]:
    """Return all files below a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def test_a_class_becomes_a_folder(tmp_path: Path) -> None:
    """There is a page a student, the class page links to each, and nothing else is left."""
    grades, failures = sample_class(30)
    yardsticks = {(EXERCISE_DIGEST, 20260917): YARDSTICKS}
    index = write_reports(tmp_path / "a" / "reports", MANIFEST, grades, failures, yardsticks)
    folder = index.parent
    assert index == tmp_path / "a" / "reports" / "index.html"
    pages = {f"students/{file_stem(grade.student)}.html" for grade in grades}
    assert files_in(folder) == {MARKER, "index.html", "grades.json", "grades.csv", *pages}
    assert set(PageStructure(index.read_text(encoding="utf-8")).links) == pages
    page = (folder / f"students/{file_stem(grades[0].student)}.html").read_text(encoding="utf-8")
    assert grades[0].student in page
    assert "(baseline)" in page
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in files_in(folder)} == {0o600}


def test_json_holds_the_grades(tmp_path: Path) -> None:
    """What is read back are the same grades; the text is ASCII and strict JSON."""
    grades, failures = sample_class(5)
    write_reports(tmp_path / "r", MANIFEST, grades, failures)
    text = (tmp_path / "r" / "grades.json").read_text(encoding="ascii")
    facts = json.loads(text)
    assert facts["exercise"] == SLUG
    assert tuple(Grade.from_json(item) for item in facts["grades"]) == grades
    assert facts["not_judged"][0] == {"student": "Tomás Ruiz", "reason": "the folder is empty"}


def test_csv_holds_a_row_a_student(tmp_path: Path) -> None:
    """Scores are numbers, those not judged have none, and no cell is a formula."""
    grades = (sample_grade("Lin", failed("claims-are-kept")), sample_grade("=cmd()"))
    failures = (Unjudged("@Ada", SLUG, "+1"),)
    write_reports(tmp_path / "r", MANIFEST, grades, failures)
    with (tmp_path / "r" / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        lin, formula, ada = csv.DictReader(stream)
    assert (lin["student"], lin["state"], lin["score"]) == ("Lin", "graded", "83.89")
    assert (lin["algorithm"], lin["policy"], lin["mechanism"]) == ("38.0", "29.89", "16.0")
    assert (lin["failed"], lin["seed"], lin["reason"]) == ("M2", "20260917", "")
    assert formula["student"] == "'=cmd()"
    assert (ada["student"], ada["state"], ada["score"], ada["reason"]) == (
        "'@Ada",
        "not judged",
        "",
        "'+1",
    )


def test_hostile_names_stay_inside_the_folder(tmp_path: Path) -> None:
    """Every name gets its own page in the folder of students, and every row stays one row."""
    grades = tuple(sample_grade(name) for name in HOSTILE_TEXTS)
    failures = tuple(Unjudged(text, SLUG, text) for text in HOSTILE_TEXTS)
    write_reports(tmp_path / "r", MANIFEST, grades, failures)
    assert files_in(tmp_path) == {
        f"r/{name}"
        for name in (
            MARKER,
            "index.html",
            "grades.json",
            "grades.csv",
            *(f"students/{file_stem(text)}.html" for text in HOSTILE_TEXTS),
        )
    }
    with (tmp_path / "r" / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 2 * len(HOSTILE_TEXTS)


def test_reports_are_written_again_in_place(tmp_path: Path) -> None:
    """A second run replaces what the first wrote."""
    folder = tmp_path / "r"
    write_reports(folder, MANIFEST, (sample_grade("Lin"),), ())
    before = files_in(folder)
    write_reports(folder, MANIFEST, (sample_grade("Lin", failed("claims-are-kept")),), ())
    assert files_in(folder) == before
    assert "83.89" in (folder / "index.html").read_text(encoding="utf-8")


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """A folder that somebody made for the purpose is as good as none."""
    assert write_reports(tmp_path, MANIFEST, (), ()).is_file()


@pytest.mark.parametrize("name", ["index.html", "notes.txt", ".git/config"])
def test_a_folder_with_other_files_is_left_alone(tmp_path: Path, name: str) -> None:
    """Nothing is written where anything foreign lies."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(GraderError, match="not reports of virtlab") as caught:
        write_reports(tmp_path, MANIFEST, (sample_grade(),), ())
    assert "does not exist yet" in caught.value.hint
    assert files_in(tmp_path) == {name}
    assert path.read_text() == "mine"


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A link in the place of a report is replaced; one in the place of a folder is refused."""
    folder, elsewhere = tmp_path / "r", tmp_path / "elsewhere"
    elsewhere.mkdir()
    secret = elsewhere / "secret"
    secret.write_text("mine")
    write_reports(folder, MANIFEST, (), ())
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(secret)
    write_reports(folder, MANIFEST, (), ())
    assert secret.read_text() == "mine"
    assert not (folder / "index.html").is_symlink()
    (folder / "students").rmdir()
    (folder / "students").symlink_to(elsewhere)
    with pytest.raises(GraderError, match="is a link"):
        write_reports(folder, MANIFEST, (sample_grade(),), ())
    assert files_in(elsewhere) == {"secret"}


def test_a_marker_that_is_a_link_is_no_marker(tmp_path: Path) -> None:
    """Nobody turns a folder into ours by a link to another marker."""
    write_reports(tmp_path / "ours", MANIFEST, (), ())
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / MARKER).symlink_to(tmp_path / "ours" / MARKER)
    with pytest.raises(GraderError, match="not reports"):
        write_reports(tmp_path / "theirs", MANIFEST, (), ())


@pytest.mark.parametrize("name", ["file", "file/below", "/proc/virtlab-reports"])
def test_a_place_that_can_not_be_written_is_named(tmp_path: Path, name: str) -> None:
    """The operator is told where and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(GraderError, match="can not be written") as caught:
        write_reports(tmp_path / name, MANIFEST, (), ())
    assert "another folder" in caught.value.hint


def test_a_write_that_fails_leaves_the_earlier_page(tmp_path: Path) -> None:
    """A page is replaced whole or not at all, and no draft stays behind."""
    folder = tmp_path / "r"
    grade = sample_grade("Lin")
    write_reports(folder, MANIFEST, (grade,), ())
    page = folder / "students" / f"{file_stem('Lin')}.html"
    page.unlink()
    page.mkdir()
    with pytest.raises(GraderError, match="can not be written"):
        write_reports(folder, MANIFEST, (grade,), ())
    assert list((folder / "students").iterdir()) == [page]


def test_one_grade_a_student(tmp_path: Path) -> None:
    """Two pages of one name would hide each other."""
    with pytest.raises(ValueError, match="one grade a student"):
        write_reports(tmp_path / "r", MANIFEST, (sample_grade("Lin"), sample_grade("Lin")), ())
    assert not (tmp_path / "r").exists()
