"""``virtlab report``: pages for students and for the class, from the gradebook."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.claims_option import ClaimsOption, flag_claims
from grader.cli.class_standings import CourseOption, class_standings, course_at, manifests_of
from grader.cli.console import out, plain
from grader.cli.options import DEFAULT_GRADEBOOK, GradebookOption
from grader.course.course import Course
from grader.errors import GraderError, UsageError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.reports.material import Material, YardsticksOfGrades
from grader.reports.writing import DEFAULT_FORMATS, Format, write_reports
from harness.exercise.folder import ExerciseFolder
from harness.exercise.manifest import Manifest

_FORMATS = {"html": Format.HTML, "markdown": Format.MARKDOWN, "json": Format.JSON}


def report(
    exercises: Annotated[
        list[str] | None,
        typer.Argument(help="Slugs; default: the course's exercises, or all in the gradebook."),
    ] = None,
    *,
    into: Annotated[Path, typer.Option("--into", help="Folder to write to.")] = Path("report"),
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    course: CourseOption = None,
    claims: ClaimsOption = None,
    formats: Annotated[
        str, typer.Option("--format", help="Some of html, markdown, json, with commas between.")
    ] = "html,json",
) -> None:
    """Write a page for each student and for the class, and the same facts for programs.

    Example: virtlab report --course course.toml --into reports/

    Example: virtlab report memory_allocator --into reports/ --format html,markdown,json
    """
    chosen = _formats(formats)
    known = course_at(course)
    with open_gradebook(gradebook) as book:
        manifests = manifests_of(exercises or (), known, book)
        page = write_reports(into, _material(book, manifests, known, claims or ()), chosen)
    out.print(plain(str(page)))


def write_class_reports(
    into: Path, folder: ExerciseFolder, book: Gradebook, course: Course | None = None
) -> Path:
    """Write what the gradebook has of an exercise; return the path of the first page."""
    return write_reports(into, _material(book, [folder.manifest], course), DEFAULT_FORMATS)


def _material(
    book: Gradebook,
    manifests: Sequence[Manifest],
    course: Course | None,
    claims: Sequence[str] = (),
) -> Material:
    found = flag_claims(class_standings(book, manifests, course), claims)
    if not found:
        raise GraderError(
            f"the gradebook has no grade in {', '.join(one.slug for one in manifests)}",
            "Grade first, or name another --gradebook.",
        )
    receipts = [one.grade.receipt for one in found if one.grade is not None]
    keys = {(receipt.exercise_digest, receipt.seed) for receipt in receipts}
    yardsticks: YardsticksOfGrades = {key: book.find_yardsticks(*key) or {} for key in keys}
    now = datetime.now(UTC)
    return Material(
        title="" if course is None else course.title,
        manifests=manifests,
        standings=found,
        yardsticks=yardsticks,
        hides_seeds=course is not None and course.seeds.has_private,
        visibility={}
        if course is None
        else {one.slug: course.visibility(one.slug, now) for one in manifests},
    )


def _formats(text: str) -> tuple[Format, ...]:
    names = [name.strip() for name in text.split(",")]
    unknown = sorted(set(names) - set(_FORMATS))
    if unknown:
        raise UsageError(
            f"--format {text}: {unknown[0]!r} is none of {', '.join(_FORMATS)}",
            "Example: --format html,markdown",
        )
    return tuple(one for name, one in _FORMATS.items() if name in names)
