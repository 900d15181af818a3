"""``virtlab list``."""

from rich.table import Table

from grader.cli.console import out, print_json
from grader.cli.options import JsonOption, known_exercises
from harness.exercise.manifest import Part


def list_command(*, json: JsonOption = False) -> None:
    """List the exercises.

    Example: virtlab list
    """
    rows = [exercise.manifest for exercise in known_exercises()]
    if json:
        for row in rows:
            print_json(
                {
                    "slug": row.slug,
                    "area": row.area,
                    "target": row.target,
                    "title": row.title.model_dump(),
                }
            )
        return
    table = Table(box=None)
    table.add_column("exercise", no_wrap=True)
    table.add_column("title")
    for part in Part:
        table.add_column(part.value, justify="right", no_wrap=True)
    for row in rows:
        points = [f"{row.points_of(part):g}" for part in Part]
        table.add_row(row.slug, f"{row.title.en}\n{row.title.zh}", *points)
    out.print(table)
