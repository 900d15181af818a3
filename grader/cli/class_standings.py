"""Where everybody stands, from a gradebook and, where there is one, a course and its roster."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import err, plain
from grader.cli.options import catalog, exercise_named
from grader.course.adjustments import adjustments_of, excused
from grader.course.course import Course
from grader.course.course_file import read_course
from grader.course.roster import read_roster
from grader.course.standing import Standing
from grader.course.standings import Records, standings
from grader.course.student import Student
from grader.errors import GraderError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from harness.exercise.catalog import exercise_slugs
from harness.exercise.manifest import Manifest

CourseOption = Annotated[
    Path | None,
    typer.Option(
        "--course",
        envvar="VIRTLAB_COURSE",
        help="The course file: roster, due times, lateness, what is shown.",
    ),
]
RosterOption = Annotated[
    Path | None,
    typer.Option("--roster", help="List of students (CSV), in place of the course's."),
]


def course_at(path: Path | None) -> Course | None:
    """Return the course that a file describes; None without a file."""
    return None if path is None else read_course(path)


def students_of(course: Course | None, roster: Path | None = None) -> tuple[Student, ...]:
    """Return the students of a roster, or of the course's; tell what is odd in it."""
    path = roster or (course.roster if course is not None else None)
    if path is None:
        return ()
    found = read_roster(path)
    for problem in found.problems:
        text = f"{path}:{problem.line}: {problem.reason} ({problem.action})"
        err.print(plain(text, style="yellow"))
    return found.students


def manifests_of(slugs: Sequence[str], course: Course | None, book: Gradebook) -> list[Manifest]:
    """Return the exercises that are asked for; if none is, the course's, or all in the gradebook.

    Raises:
        GraderError: There is none.
    """
    found = list(dict.fromkeys(slugs))
    if not found and course is not None:
        found = [one.slug for one in course.exercises]
    if not found:
        recorded = book.exercises()
        found = [slug for slug in exercise_slugs(catalog()) if slug in recorded]
    if not found:
        raise GraderError("the gradebook is empty", "Grade first, or name another --gradebook.")
    return [exercise_named(slug).manifest for slug in found]


def class_standings(
    book: Gradebook,
    manifests: Sequence[Manifest],
    course: Course | None,
    roster: Path | None = None,
) -> tuple[Standing, ...]:
    """Return one standing for each student and exercise; tell what is odd in the roster."""
    students = students_of(course, roster)
    slugs = [one.slug for one in manifests]
    # Free days go from one exercise to the next: all of the course take part, whatever is asked for.
    others = [] if course is None else [one.slug for one in course.exercises]
    everything = [
        *manifests,
        *(exercise_named(slug).manifest for slug in others if slug not in slugs),
    ]
    entries = book.adjustments()
    records = Records(
        grades=book.grades(),
        arrivals=book.arrivals(),
        failures=book.failures(),
        adjustments=adjustments_of(entries),
        excused=excused(entries),
    )
    found = standings(records, everything, students, course)
    return tuple(one for one in found if one.exercise in slugs)


def standings_from(
    gradebook: str, slugs: Sequence[str], course: Path | None, roster: Path | None = None
) -> tuple[Standing, ...]:
    """Return the same from the gradebook at a URL, and the files that a command was given."""
    known = course_at(course)
    with open_gradebook(gradebook) as book:
        return class_standings(book, manifests_of(slugs, known, book), known, roster)
