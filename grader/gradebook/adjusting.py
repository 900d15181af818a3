"""A teacher's entries in a session that its caller commits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from grader.errors import UsageError
from grader.gradebook.rows import to_adjustment, to_adjustment_row
from grader.gradebook.tables import AdjustmentRow
from grader.scoring.adjustment import AdjustmentEntry


def add_adjustment(session: Session, entry: AdjustmentEntry) -> int:
    """Add an entry; return the number that the database gives it."""
    row = to_adjustment_row(entry)
    session.add(row)
    session.flush()  # it is numbered now
    return row.id


def undoable(session: Session, number: int) -> AdjustmentEntry:
    """Return an entry that can be undone.

    Raises:
        UsageError: There is none of that number, it undoes another, or it is undone.
    """
    row = session.get(AdjustmentRow, number)
    if row is None:
        raise UsageError(f"there is no adjustment {number}", "'virtlab adjust --list' shows them.")
    if row.undoes is not None:
        reason = f"adjustment {number} undoes {row.undoes}"
        raise UsageError(reason, "Make a new adjustment instead.")
    taken = session.scalar(select(AdjustmentRow.id).where(AdjustmentRow.undoes == number))
    if taken is not None:
        reason = f"adjustment {number} was undone by {taken}"
        raise UsageError(reason, "There is nothing left to undo.")
    return to_adjustment(row)
