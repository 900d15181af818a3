"""``virtlab classroom``: repositories for students."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.classroom.kit import Flavour, kit_files
from grader.cli.console import out, plain
from grader.cli.options import ExerciseArgument, exercise_named
from grader.errors import GraderError, UsageError

classroom = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_NEXT = {
    Flavour.ACTIONS: "Push it to a repository of your organization, mark that as a template, and give it to students.",
    Flavour.CLASSROOM50: "Push student/ as the assignment's template; put autograder/autograder.py into "
    "<classroom>/autograders/<assignment>/ of your classroom50 repository.",
}


@classroom.callback()
def _group() -> None:
    """Repositories for students: feedback there, the grade with 'virtlab grade' on clones."""


@classroom.command()
def init(
    exercise: ExerciseArgument,
    folder: Annotated[Path, typer.Argument(help="Folder to make; it must not exist, or be empty.")],
    *,
    requirement: Annotated[
        str,
        typer.Option("--requirement", help="What pip installs there, e.g. the address of a wheel."),
    ],
    flavour: Annotated[
        Flavour, typer.Option("--flavour", help="Who runs the judge.")
    ] = Flavour.ACTIONS,
) -> None:
    """Write a student's repository: stub, handout, workflow, devcontainer, README.

    Students need virtlab's wheel, which has neither reference nor mutants: put it where they can
    fetch it, not into a repository that has them. Nothing that is written is secret.

    Example: virtlab classroom init memory_allocator allocator/ --requirement https://example.edu/virtlab-0.1.0-py3-none-any.whl

    Example: virtlab classroom init memory_allocator allocator/ --flavour classroom50 --requirement virtlab==0.1.0
    """
    files = kit_files(exercise_named(exercise), requirement, flavour)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(os.scandir(folder)):
            raise UsageError(f"{folder}: there already", "Name another folder, or move it away.")
        for place, content in files.items():
            target = folder / place
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                stream.write(content)
    except OSError as error:
        raise GraderError(f"{error.filename}: {error.strerror}") from error
    out.print(plain(f"Written: {len(files)} files in {folder}"), soft_wrap=True)
    out.print(_NEXT[flavour], soft_wrap=True)
