"""The table of a failing schedule: bounded, clean, readable."""

import pytest

from harness.outcomes import Outcome, Verdict
from harness.schedule_table import MAX_CELL, MAX_ROWS, ScheduleTable, make_table, table_lines


def test_lines_are_aligned_columns() -> None:
    """Each column starts where its heading starts."""
    table = make_table(
        ("step", "thread 0", "thread 1"), [("1", "Load(0) -> 0", ""), ("2", "", "x")]
    )
    assert table_lines(table) == (
        "step  thread 0      thread 1",
        "----  ------------  --------",
        "1     Load(0) -> 0",
        "2                   x",
    )


def test_a_wide_table_becomes_a_line_a_row() -> None:
    """Where columns would not fit, a row names only the columns that say something."""
    columns = ("step", *(f"thread {i}" for i in range(8)))
    rows = [(str(i), *("x" * 30 if j == i else "" for j in range(8))) for i in range(8)]
    lines = table_lines(make_table(columns, rows))
    assert lines[3] == f"3     thread 3: {'x' * 30}"
    assert len(lines) == len(rows)


def test_a_long_table_loses_its_middle() -> None:
    """The first and the last rows stay; a row says how many are missing."""
    table = make_table(("step", "t"), [(str(i), "x") for i in range(500)])
    assert len(table.rows) == MAX_ROWS
    assert table.rows[0][0] == "0"
    assert table.rows[-1][0] == "499"
    missing = 500 - (MAX_ROWS - 1)
    assert any(f"{missing} steps left out" in row[0] for row in table.rows)


def test_a_note_does_not_widen_a_column() -> None:
    """The row about missing steps stands across the columns."""
    lines = table_lines(make_table(("step", "t"), [(str(i), "x") for i in range(500)]))
    assert lines[0] == "step  t"


def test_cells_are_clean_and_capped() -> None:
    """No control character and no endless text reaches whoever shows the table."""
    table = make_table(("a\x1b[31m",), [("x" * 10_000,), ("two\nlines\u202e",)])
    assert table.columns == ("a\\x1b[31m",)
    assert len(table.rows[0][0]) == MAX_CELL
    assert table.rows[1][0] == "two\\nlines\\u202e"


def test_rows_fit_the_columns() -> None:
    """A row with another number of cells is the author's mistake."""
    with pytest.raises(ValueError, match="one cell for each column"):
        make_table(("a", "b"), [("1",)])


def test_an_outcome_carries_its_table_through_json() -> None:
    """What is written is what is read."""
    table = ScheduleTable(("a", "b"), (("1", "2"), ("3", "")))
    outcome = Outcome("some-property", Verdict.FAILED, "no", table=table)
    assert Outcome.from_json(outcome.to_json()) == outcome
    plain = Outcome("some-property", Verdict.PASSED)
    assert Outcome.from_json(plain.to_json()) == plain
