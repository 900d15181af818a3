"""``virtlab export``: what other systems read, from the gradebook."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.claims_option import ClaimsOption, flag_claims
from grader.cli.class_standings import CourseOption, RosterOption, course_at, standings_from
from grader.cli.console import err, out, plain
from grader.cli.export_one import add_formats_of_one_grade
from grader.cli.export_target import IntoOption, put_out, visibility_now
from grader.cli.new_file import write_new_file
from grader.cli.options import (
    DEFAULT_GRADEBOOK,
    ExerciseArgument,
    GradebookOption,
    exercise_named,
)
from grader.course.standing import Standing
from grader.errors import GraderError, UsageError
from grader.exports.canvas import fill_sheet
from grader.exports.gradescope_zip import autograder_zip
from grader.exports.junit_xml import junit_xml
from grader.exports.lti_scores import USER_ID, lti_json
from grader.exports.moodle import Identifier, moodle_csv
from grader.exports.standings_csv import standings_csv

ExercisesOption = Annotated[
    list[str] | None,
    typer.Option("--exercise", help="Only this one; may be repeated. Default: all."),
]
OneExerciseOption = Annotated[str, typer.Option("--exercise", help="The exercise's slug.")]

export = typer.Typer(
    help="Grades for other systems.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@export.callback()
def _group() -> None:
    """Grades for gradebooks and autograders of others. Nothing is ever overwritten.

    Example: virtlab export canvas exported.csv --course course.toml --into import.csv
    """


@export.command("csv")
def csv(
    *,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    exercise: ExercisesOption = None,
    course: CourseOption = None,
    roster: RosterOption = None,
    claims: ClaimsOption = None,
    into: IntoOption = None,
) -> None:
    """One row a student and exercise, for a spreadsheet.

    Example: virtlab export csv --course course.toml --into grades.csv
    """
    found = _standings(gradebook, exercise or (), course, roster)
    put_out(standings_csv(flag_claims(found, claims or ())), into)


@export.command("canvas")
def canvas(
    sheet: Annotated[Path, typer.Argument(help="What Canvas exported: Export Entire Gradebook.")],
    *,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help="SLUG=TITLE of its column, if it is not the exercise's."),
    ] = None,
    scale: Annotated[
        bool, typer.Option("--scale", help="Scale scores to what the assignment is out of.")
    ] = False,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    exercise: ExercisesOption = None,
    course: CourseOption = None,
    roster: RosterOption = None,
    into: IntoOption = None,
) -> None:
    """Fill in the gradebook that Canvas exported, to be imported again.

    Make the assignment in Canvas first, with the exercise's title, and export then. The file that is
    written has the columns of students and of the exercises, no others; who has no score keeps what
    Canvas has.

    Example: virtlab export canvas exported.csv --exercise memory_allocator --into import.csv

    Example: virtlab export canvas exported.csv --column 'memory_allocator=Lab 1 (9123)'
    """
    found = _standings(gradebook, exercise or (), course, roster)
    filled = fill_sheet(_text_of(sheet), found, _titles(found, column or ()), scale=scale)
    put_out(filled.text, into)
    err.print(f"{filled.cells} scores.")
    _tell_left_out(filled.left_out, "no row of their own in the sheet")


@export.command("moodle")
def moodle(
    exercise: OneExerciseOption,
    *,
    identifier: Annotated[
        Identifier, typer.Option("--identifier", help="What Moodle knows people by.")
    ] = "email",
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    course: CourseOption = None,
    roster: RosterOption = None,
    into: IntoOption = None,
) -> None:
    """One exercise for Moodle: Grades, Import, CSV file. Who has no score has no row.

    Example: virtlab export moodle --exercise memory_allocator --roster roster.csv --into moodle.csv
    """
    found = _standings(gradebook, [exercise], course, roster)
    text, left_out = moodle_csv(found, found[0].title, identifier)
    put_out(text, into)
    _tell_left_out(left_out, f"no usable {identifier}")


@export.command("lti")
def lti(
    exercise: OneExerciseOption,
    *,
    user_column: Annotated[
        str, typer.Option("--user-column", help="Column of the roster with the platform's number.")
    ] = USER_ID,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    course: CourseOption = None,
    roster: RosterOption = None,
    into: IntoOption = None,
) -> None:
    """One exercise as LTI 1.3 line item and scores, for a tool that can post them.

    Example: virtlab export lti --exercise memory_allocator --roster roster.csv --into scores.json
    """
    found = _standings(gradebook, [exercise], course, roster)
    text, left_out = lti_json(found, datetime.now(UTC), user_column)
    put_out(text, into)
    _tell_left_out(left_out, f"no {user_column} in the roster")


@export.command("junit")
def junit(
    *,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    exercise: ExercisesOption = None,
    course: CourseOption = None,
    roster: RosterOption = None,
    into: IntoOption = None,
) -> None:
    """JUnit XML for GitLab or Jenkins: a suite a grade, a case a property.

    Example: virtlab export junit --exercise memory_allocator --into grades.xml
    """
    found = _standings(gradebook, exercise or (), course, roster)
    grades = [one.grade for one in found if one.grade is not None]
    manifests = {one.exercise: exercise_named(one.exercise).manifest for one in grades}
    known = course_at(course)
    put_out(
        junit_xml(grades, manifests, {slug: visibility_now(known, slug) for slug in manifests}),
        into,
    )


@export.command("gradescope-zip")
def gradescope_zip(
    exercise: ExerciseArgument,
    into: Annotated[Path, typer.Option("--into", help="Archive to write.")],
    *,
    wheel: Annotated[
        Path | None, typer.Option("--wheel", help="virtlab's wheel, to be taken along.")
    ] = None,
    requirement: Annotated[
        str, typer.Option("--requirement", help="What pip installs instead, e.g. an address.")
    ] = "",
) -> None:
    """An autograder for Gradescope: upload it under Configure Autograder.

    Example: virtlab export gradescope-zip memory_allocator --wheel virtlab-0.1.0-py3-none-any.whl --into autograder.zip
    """
    slug = exercise_named(exercise).slug
    if (wheel is None) == (not requirement):
        raise UsageError("what is to be installed?", "Give one of --wheel and --requirement.")
    taken = None if wheel is None else (wheel.name, _bytes_of(wheel))
    write_new_file(into, autograder_zip(slug, requirement, taken))
    out.print(plain(str(into)))


add_formats_of_one_grade(export)


def _standings(
    gradebook: str, exercises: Sequence[str], course: Path | None, roster: Path | None
) -> tuple[Standing, ...]:
    found = standings_from(gradebook, exercises, course, roster)
    if not found:
        raise GraderError("there is nobody to export", "Grade first, or give a --roster.")
    return found


def _titles(found: Sequence[Standing], columns: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return by exercise what its column may be called."""
    titles: dict[str, tuple[str, ...]] = {}
    for slug in dict.fromkeys(one.exercise for one in found):
        title = exercise_named(slug).manifest.title
        titles[slug] = (slug, title.en, title.zh)
    for text in columns:
        slug, equals, title_given = text.partition("=")
        if not equals or slug not in titles:
            raise UsageError(
                f"--column {text!r}: not SLUG=TITLE of an exported exercise",
                "E.g. --column 'memory_allocator=Lab 1 (9123)'.",
            )
        titles[slug] = (title_given,)
    return titles


def _tell_left_out(students: Sequence[str], reason: str) -> None:
    for student in students:
        err.print(plain(f"{student}: left out: {reason}", style="yellow"))


def _text_of(path: Path) -> str:
    try:
        return _bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: it is not UTF-8", "Take the file as it was exported.") from error


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise GraderError(f"{path}: {error.strerror}") from error
