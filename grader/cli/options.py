"""Options that several commands take."""

import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from grader.errors import UsageError
from harness.exercise.catalog import CATALOG, exercise_slugs, find_exercise, list_exercises
from harness.exercise.folder import ExerciseFolder

GradebookOption = Annotated[
    str,
    typer.Option(
        "--gradebook",
        envvar="VIRTLAB_GRADEBOOK",
        help="Database URL, e.g. sqlite:///grades.sqlite or postgresql+psycopg://...",
    ),
]
DEFAULT_GRADEBOOK = "sqlite:///gradebook.sqlite"
SandboxOption = Annotated[
    Literal["docker", "bubblewrap", "process"] | None,
    typer.Option("--sandbox", help="What holds the solution; default: what works."),
]
JobsOption = Annotated[
    int, typer.Option("--jobs", min=1, max=256, help="Judges side by side; one a core is best.")
]
MAX_SEED = 2**63 - 1
SeedOption = Annotated[
    int, typer.Option("--seed", min=0, max=MAX_SEED, help="Seed of all random numbers.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable output.")]
CATALOG_VARIABLE = "VIRTLAB_CATALOG"
ALL_CORES = len(os.sched_getaffinity(0))
ExerciseArgument = Annotated[str, typer.Argument(help="The exercise's slug; see 'virtlab list'.")]


def catalog() -> Path:
    """Return the folder of the exercises: the project's own, or what ``VIRTLAB_CATALOG`` names.

    Raises:
        UsageError: The folder that is named is none.
    """
    named = os.environ.get(CATALOG_VARIABLE)
    if not named:
        return CATALOG
    if not Path(named).is_dir():
        raise UsageError(
            f"{CATALOG_VARIABLE}: {named}: no such folder",
            "It names a folder with one folder an exercise; unset it for the project's own.",
        )
    return Path(named).resolve()


def exercise_named(slug: str) -> ExerciseFolder:
    """Return an exercise; an unknown slug is a wrong usage.

    Raises:
        UsageError: There is none of that name.
    """
    folder = catalog()
    known = exercise_slugs(folder)
    if slug not in known:
        raise UsageError(
            f"there is no exercise {slug!r} in {folder}",
            f"There are: {', '.join(known) or 'none'}.",
        )
    return find_exercise(slug, folder)


def known_exercises() -> tuple[ExerciseFolder, ...]:
    """Return every exercise, by slug."""
    return list_exercises(catalog())
