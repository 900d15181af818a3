"""``virtlab new``."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import out, plain
from grader.cli.options import CATALOG_VARIABLE
from grader.errors import GraderError, UsageError
from harness.exercise.catalog import CATALOG
from harness.exercise.folder import PROJECT
from harness.exercise.layout import open_parts
from harness.exercise.manifest import Area
from harness.exercise.scaffold import scaffold


def new(
    area: Annotated[Area, typer.Argument(help="What it is about.")],
    target: Annotated[str, typer.Argument(help="Of what, in lower case: memory, file_system.")],
    into: Annotated[
        Path,
        typer.Option(
            "--into",
            envvar=CATALOG_VARIABLE,
            help="Folder with one folder an exercise; solutions go to 'reference' beside it.",
            show_default="the project's own",
        ),
    ] = CATALOG,
) -> None:
    """Begin an exercise: a toy that works, and a list of what is yours to write. Nothing is overwritten.

    Example: virtlab new scheduling disk

    Example: virtlab new security mail --into ~/course/exercises
    """
    catalog = into.expanduser().resolve()
    if catalog == CATALOG and not (PROJECT / "reference").is_dir():
        raise UsageError("virtlab is installed without its sources", "Say where with --into.")
    try:
        made = scaffold(area, target, catalog)
    except ValueError as error:
        raise UsageError(str(error), "Example: virtlab new scheduling disk") from None
    except FileExistsError as error:
        raise UsageError(str(error), "Choose another target, or move it away.") from None
    except OSError as error:
        raise GraderError(
            f"{error.filename}: {error.strerror}", "Choose a folder that you may write."
        ) from error
    out.print(plain(f"{made.path}, {made.reference_path}: a toy that works. Open:"), soft_wrap=True)
    for part in open_parts(made):
        out.print(plain(f"  {part}"), soft_wrap=True)
    setting = "" if catalog == CATALOG else f"{CATALOG_VARIABLE}={shlex.quote(str(catalog))} "
    out.print(plain(f"Then: {setting}virtlab check {made.slug}"), soft_wrap=True)
