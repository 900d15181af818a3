"""``virtlab start``."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import out, plain
from grader.cli.options import ExerciseArgument, exercise_named
from grader.cli.workplace import SOLUTION, Workplace
from grader.errors import GraderError, UsageError


def start(
    exercise: ExerciseArgument,
    into: Annotated[
        Path | None, typer.Option("--into", help="Folder to make; default: the slug.")
    ] = None,
) -> None:
    """Start an exercise: write the stub and the handout. Nothing is ever overwritten.

    Example: virtlab start memory_allocator --into ~/course/allocator
    """
    found = exercise_named(exercise)
    folder = into or Path(found.slug)
    copies = {folder / SOLUTION: found.stub_path}
    handouts = sorted((found.path / "handout").rglob("*"))
    copies |= {
        folder / path.relative_to(found.path / "handout"): path
        for path in handouts
        if path.is_file()
    }
    place = Workplace(folder / SOLUTION)
    there = [str(path) for path in copies if os.path.lexists(path)]
    if place.exercise() not in (None, found.slug):
        there.append(f"{folder} with {place.exercise()}")
    if there:
        raise UsageError(
            f"{', '.join(there)}: there already",
            "Choose another folder with --into, or move it away.",
        )
    try:
        for target, source in copies.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(source.read_bytes())
    except OSError as error:
        raise GraderError(
            f"{error.filename}: {error.strerror}", "Choose a folder that you may write."
        ) from error
    place.remember_exercise(found.slug)
    out.print(plain(f"What to do:  {folder / 'README.md'}"), soft_wrap=True)
    out.print(plain(f"Fill it in:  {folder / SOLUTION}"), soft_wrap=True)
    out.print(plain(f"Then:        virtlab test {shlex.quote(str(folder))}"), soft_wrap=True)
