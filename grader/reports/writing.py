"""Write all reports of a class into a folder that is the reports' own.

A marker file says that it is. A folder that holds anything else is left alone, and each file
appears whole or not at all, readable by its owner alone: grades are private. Layout:

    index.html               the class
    students/<name>.html     one page a student, see ``escape.file_stem``
    grades.json grades.csv   the same facts for programs and spreadsheets
"""

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from grader.errors import GraderError, UsageError
from grader.escape import file_stem
from grader.reports.class_page import STUDENT_FOLDER, class_page
from grader.reports.student import student_page
from grader.reports.tables import grades_csv, grades_json
from grader.scoring.grade import Grade, Unjudged
from grader.scoring.policy_curve import Yardstick
from harness.exercise.manifest import Manifest

MARKER = ".virtlab-reports"
INDEX = "index.html"

YardsticksOfGrades = Mapping[tuple[str, int], Mapping[str, Yardstick]]
"""By exercise digest and seed, as the gradebook keeps them."""

_MARKER_TEXT = "virtlab writes reports into this folder and replaces what is in it.\n"
_NO_YARDSTICKS: YardsticksOfGrades = {}
_HINT = "give a folder that does not exist yet, or one that virtlab wrote reports into"


def write_reports(
    folder: Path,
    manifest: Manifest,
    grades: Sequence[Grade],
    failures: Sequence[Unjudged],
    yardsticks: YardsticksOfGrades = _NO_YARDSTICKS,
) -> Path:
    """Write the pages and tables of a class; return the path of its first page.

    Args:
        folder: Made if it does not exist.
        manifest: Of the exercise.
        grades: Final ones, one a student.
        failures: Submissions that could not be judged.
        yardsticks: Of the exercise digests and seeds of the grades.

    Raises:
        UsageError: The folder holds something else.
        GraderError: It can not be written.
    """
    students = [grade.student for grade in grades]
    if len(set(students)) < len(students):
        raise ValueError("reports are written for one grade a student")
    claim_folder(folder)
    with _disk_failures(folder):
        (folder / STUDENT_FOLDER).mkdir(exist_ok=True)
        for grade in grades:
            key = (grade.receipt.exercise_digest, grade.receipt.seed)
            page = student_page(grade, manifest, yardsticks.get(key, {}))
            _write(folder / STUDENT_FOLDER / f"{file_stem(grade.student)}.html", page)
        _write(folder / "grades.json", grades_json(manifest, grades, failures))
        _write(folder / "grades.csv", grades_csv(grades, failures))
        _write(folder / INDEX, class_page(manifest, grades, failures))
    return folder / INDEX


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
        if (folder / STUDENT_FOLDER).is_symlink():
            raise UsageError(f"{folder / STUDENT_FOLDER} is a link", _HINT)


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
