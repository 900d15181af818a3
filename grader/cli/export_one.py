"""The formats of ``virtlab export`` that hold one grade: what an autograder writes for a submission."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

import typer

from grader.classroom.hosts import classroom50_submission
from grader.cli.class_standings import CourseOption, course_at
from grader.cli.export_target import IntoOption, put_out, visibility_now
from grader.cli.options import DEFAULT_GRADEBOOK, GradebookOption, exercise_named
from grader.course.visibility import Visibility
from grader.errors import UsageError
from grader.exports import autolab, classroom50, github_actions, gradescope, prairielearn
from grader.exports.markdown import markdown_page
from grader.gradebook.gradebook import open_gradebook
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest

_Make = Callable[[Grade, Manifest, Visibility], str]


def _actions(grade: Grade, manifest: Manifest, visibility: Visibility) -> str:
    return github_actions.output_lines(github_actions.outputs(grade, manifest, visibility))


def _autolab(grade: Grade, manifest: Manifest, visibility: Visibility) -> str:
    del manifest, visibility
    return autolab.scores_line(grade)


def _classroom50(grade: Grade, manifest: Manifest, visibility: Visibility) -> str:
    now = datetime.now(UTC)
    submitted = classroom50_submission(os.environ, now)
    return classroom50.result_json(grade, manifest, submitted, now, visibility)


_FORMATS: dict[str, tuple[str, _Make]] = {
    "actions": ("Outputs of a GitHub Actions step, for the autograding reporter.", _actions),
    "autolab": ("The line that Autolab reads.", _autolab),
    "classroom50": (
        "result.json of Classroom 50; its runner's variables say whose it is.",
        _classroom50,
    ),
    "gradescope": ("results.json of Gradescope.", gradescope.results_json),
    "markdown": ("A summary: of a step, or a release's body.", markdown_page),
    "prairielearn": ("results.json of PrairieLearn.", prairielearn.results_json),
}


def add_formats_of_one_grade(export: typer.Typer) -> None:
    """Add a command for each format to the group."""
    for name, (sentence, make) in _FORMATS.items():
        export.command(name)(_command(name, sentence, make))


def _command(name: str, sentence: str, make: _Make) -> Callable[..., None]:
    def one(
        exercise: Annotated[str, typer.Option("--exercise", help="The exercise's slug.")],
        student: Annotated[str, typer.Option("--student", help="As the gradebook has the name.")],
        *,
        gradebook: GradebookOption = DEFAULT_GRADEBOOK,
        course: CourseOption = None,
        into: IntoOption = None,
    ) -> None:
        manifest = exercise_named(exercise).manifest
        visibility = visibility_now(course_at(course), exercise)
        with open_gradebook(gradebook) as book:
            grades = book.grades(exercise, student)
        if not grades:
            raise UsageError(
                f"the gradebook has no grade of {student!r} in {exercise}",
                "Is the name right, and --gradebook?",
            )
        put_out(make(grades[-1], manifest, visibility), into)

    one.__doc__ = (
        f"{sentence} 'virtlab ci' writes it where it is wanted.\n\n"
        f"    Example: virtlab export {name} --exercise memory_allocator --student ada\n"
    )
    return one
