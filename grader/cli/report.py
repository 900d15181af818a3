"""``virtlab report``: pages for students and for the class, from the gradebook."""

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import out, plain
from grader.cli.options import DEFAULT_GRADEBOOK, ExerciseArgument, GradebookOption, exercise_named
from grader.errors import GraderError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.reports.writing import write_reports
from harness.exercise.folder import ExerciseFolder


def report(
    exercise: ExerciseArgument,
    into: Annotated[Path, typer.Option("--into", help="Folder to write to.")] = Path("report"),
    *,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
) -> None:
    """Write a page for each student, one for the class, and the same facts as CSV and JSON.

    Example: virtlab report memory_allocator --into reports/
    """
    folder = exercise_named(exercise)
    with open_gradebook(gradebook) as book:
        page = write_class_reports(into, folder, book)
    out.print(plain(str(page)))


def write_class_reports(into: Path, folder: ExerciseFolder, book: Gradebook) -> Path:
    """Write what the gradebook has of an exercise; return the path of the first page."""
    grades, failures = book.latest(folder.slug), book.failures(folder.slug)
    if not grades and not failures:
        raise GraderError(
            f"the gradebook has no grade in {folder.slug}",
            "Grade first, or name another --gradebook.",
        )
    keys = {(grade.receipt.exercise_digest, grade.receipt.seed) for grade in grades}
    yardsticks = {key: book.find_yardsticks(*key) or {} for key in keys}
    return write_reports(into, folder.manifest, grades, failures, yardsticks)
