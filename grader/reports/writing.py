"""Write all reports of a class into a folder that is the reports' own.

A marker file says that it is. A folder that holds anything else is left alone, and each file
appears whole or not at all, readable by its owner alone: grades are private. Layout:

    index.html               the course; with a single exercise the class in it
    exercises/<slug>.html    the class in each of several exercises
    students/<name>.html     one page a student, see ``escape.file_stem``
    grades.csv grades.json   the same facts for programs and spreadsheets

Markdown lies beside each page as ``.md``, a student's facts as ``students/<name>.json``. Every
student has a page, those who handed in nothing, too. What an earlier run wrote and this one does not
is removed.
"""

import os
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

from grader.course.standing import Standing
from grader.errors import GraderError, UsageError
from grader.escape import file_stem
from grader.reports.all_cores import on_all_cores
from grader.reports.class_page import (
    EXERCISES,
    STUDENTS,
    class_document,
    class_page,
    course_document,
    course_page,
)
from grader.reports.course_facts import CourseFacts, course_facts
from grader.reports.material import Material
from grader.reports.student_facts import student_facts
from grader.reports.student_page import student_document, student_page
from grader.reports.tables import course_json, grades_csv, student_json

MARKER = ".virtlab-reports"

_MARKER_TEXT = "virtlab writes reports into this folder and replaces what is in it.\n"
_HINT = "give a folder that does not exist yet, or one that virtlab wrote reports into"


class Format(StrEnum):
    """What reports are written as; a value is the suffix of the files."""

    HTML = "html"
    MARKDOWN = "md"
    JSON = "json"


DEFAULT_FORMATS = (Format.HTML, Format.JSON)


def write_reports(
    folder: Path, material: Material, formats: Collection[Format] = DEFAULT_FORMATS
) -> Path:
    """Write the reports of a class; return the path of the first one.

    Args:
        folder: Made if it does not exist.
        material: Of the class.
        formats: At least one.

    Raises:
        UsageError: The folder holds something else.
        GraderError: It can not be written.
    """
    facts = course_facts(material)
    claim_folder(folder)
    with _disk_failures(folder):
        written = dict(_class_files(facts, formats))
        for name, text in written.items():
            _write(folder / name, text)
        students = material.by_student()

        def write_student(standings: Sequence[Standing]) -> None:
            for name, text in _student_files(material, standings, formats):
                _write(folder / name, text)

        on_all_cores(write_student, list(students.values()))
        own = {_student_file(student, suffix) for student in students for suffix in formats}
        _remove_outdated(folder, own | set(written))
    first = [one for one in Format if one in formats and one is not Format.JSON]
    return folder / (f"index.{first[0]}" if first else "grades.json")


def _remove_outdated(folder: Path, written: Collection[str]) -> None:
    """Remove what an earlier run wrote and this one did not: it may show what is hidden now."""
    for pattern in ("*", f"{EXERCISES}/*", f"{STUDENTS}/*"):
        for path in folder.glob(pattern):
            is_ours = path.suffix.removeprefix(".") in set(Format) and not path.is_dir()
            if is_ours and path.relative_to(folder).as_posix() not in written:
                path.unlink()


def _class_files(facts: CourseFacts, formats: Collection[Format]) -> Iterator[tuple[str, str]]:
    yield "grades.csv", grades_csv(facts)
    pages = {Format.HTML: class_page, Format.MARKDOWN: class_document}
    courses = {Format.HTML: course_page, Format.MARKDOWN: course_document}
    for suffix in formats:
        if suffix is Format.JSON:
            yield "grades.json", course_json(facts)
            continue
        if len(facts.exercises) == 1:
            yield f"index.{suffix}", pages[suffix](facts.title, facts.exercises[0])
            continue
        yield f"index.{suffix}", courses[suffix](facts)
        for one in facts.exercises:
            yield f"{EXERCISES}/{one.exercise}.{suffix}", pages[suffix](facts.title, one, "../")


def _student_files(
    material: Material, standings: Sequence[Standing], formats: Collection[Format]
) -> Iterator[tuple[str, str]]:
    makers = {
        Format.HTML: student_page,
        Format.MARKDOWN: student_document,
        Format.JSON: student_json,
    }
    facts = student_facts(material, standings)
    for suffix in formats:
        yield _student_file(facts.student, suffix), makers[suffix](facts)


def _student_file(student: str, suffix: Format) -> str:
    return f"{STUDENTS}/{file_stem(student)}.{suffix}"


def claim_folder(folder: Path) -> None:
    """Make the folder the reports' own, or refuse it; a link inside it could lead elsewhere.

    Raises:
        UsageError: The folder holds something else.
        GraderError: It can not be written.
    """
    with _disk_failures(folder):
        folder.mkdir(parents=True, exist_ok=True)
        is_ours = (folder / MARKER).is_file() and not (folder / MARKER).is_symlink()
        if not is_ours:
            if any(folder.iterdir()):
                raise UsageError(f"{folder} holds files that are not reports of virtlab", _HINT)
            _write(folder / MARKER, _MARKER_TEXT)
        for name in (EXERCISES, STUDENTS):
            if (folder / name).is_symlink():
                raise UsageError(f"{folder / name} is a link", _HINT)
            (folder / name).mkdir(exist_ok=True)


@contextmanager
def _disk_failures(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GraderError(
            f"the reports can not be written to {folder}: {error.strerror}",
            "check permissions and room on the disk, or give another folder",
        ) from error


def _write(path: Path, text: str) -> None:
    """Put a whole file in the place of what is there; a link there is replaced, not followed."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-", suffix=path.suffix)
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
