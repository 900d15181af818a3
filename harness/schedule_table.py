"""A failing schedule as a table: one column for each thread, one row for each step.

A test whose trial is a schedule raises ``ScheduleFailure``: the table then stands where the calls of
other trials stand. Cells are text of one line each; whoever shows them escapes them for his medium.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_ROWS = 80
MAX_COLUMNS = 20
MAX_CELL = 160
_FIRST_ROWS = 10
_MAX_LINE = 150


@dataclass(frozen=True, slots=True)
class ScheduleTable:
    """Rows of cells under named columns; made by ``make_table``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain data that ``from_json`` accepts."""
        return {"columns": list(self.columns), "rows": [list(row) for row in self.rows]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ScheduleTable":
        """Rebuild a table from ``to_json``'s data."""
        return make_table(data["columns"], data["rows"])


class ScheduleFailure(AssertionError):  # noqa: N818 - a failed assertion with evidence
    """A property does not hold under one schedule.

    Attributes:
        table: The schedule, for reading.
        steps: Its length; of several failures the shortest is shown.
        program: A stand-alone program that fails against the same solution; None where the calls on
            record are those of the schedule, and repeating them is one.
    """

    def __init__(
        self, message: str, table: ScheduleTable, steps: int, program: str | None = None
    ) -> None:
        super().__init__(message)
        self.table = table
        self.steps = steps
        self.program = program


def make_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> ScheduleTable:
    """Return a table; a long one loses its middle, a long cell its end.

    Raises:
        ValueError: There are too many columns, or a row has not one cell for each.
    """
    if len(columns) > MAX_COLUMNS:
        raise ValueError(f"more than {MAX_COLUMNS} columns")
    kept = list(rows)
    if any(len(row) != len(columns) for row in kept):
        raise ValueError("a row needs one cell for each column")
    dropped = len(kept) - MAX_ROWS
    if dropped > 0:
        gap = [f"... {dropped + 1} steps left out ...", *[""] * (len(columns) - 1)]
        kept = [*kept[:_FIRST_ROWS], gap, *kept[_FIRST_ROWS + dropped + 1 :]]
    return ScheduleTable(_clean(columns), tuple(_clean(row) for row in kept))


def _clean(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(_clean_cell(cell) for cell in cells)


def _clean_cell(cell: str) -> str:
    shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cell[: MAX_CELL + 1])
    return shown if len(shown) <= MAX_CELL else f"{shown[: MAX_CELL - 3]}..."


def table_lines(table: ScheduleTable) -> tuple[str, ...]:
    """Return the table as text: aligned columns, or a line a cell where that would be too wide."""
    cells = [table.columns, *table.rows]
    # A note about rows left out stands across the columns.
    widths = [
        max((len(row[i]) for row in cells if any(row[1:])), default=0) for i in _indices(table)
    ]
    if sum(widths) + 2 * len(widths) > _MAX_LINE:
        return tuple(_narrow(table.columns, row, widths[0]) for row in table.rows)
    ruler = tuple("-" * width for width in widths)
    lines = (table.columns, ruler, *table.rows)
    return tuple(
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in lines
    )


def _indices(table: ScheduleTable) -> range:
    return range(len(table.columns))


def _narrow(columns: Sequence[str], row: Sequence[str], width: int) -> str:
    first, *rest = row
    named = [f"{name}: {cell}" for name, cell in zip(columns[1:], rest, strict=True) if cell]
    return "  ".join([first.ljust(width), *named]).rstrip()
