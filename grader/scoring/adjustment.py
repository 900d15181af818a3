"""What a teacher changes beside the judge's points: entries that are only ever added.

An entry is undone by an opposite one, so that who changed what, when and why is never lost.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an entry does."""

    POINTS = "points"
    """Adds points, or takes them away."""
    EXCUSE = "excuse"
    """Excuses the student from the exercise."""
    READMIT = "readmit"
    """Takes an excusal back."""


@dataclass(frozen=True, slots=True)
class AdjustmentEntry:
    """One entry.

    Attributes:
        student: Whose, as the gradebook has the name.
        exercise: Slug.
        kind: What it does.
        points: Added; 0 unless it is about points.
        why: The teacher's words.
        who: The teacher.
        when: ISO 8601 in UTC.
        undoes: Number of the entry that this one undoes; None if it undoes none.
        number: Given by the gradebook, from 1; 0 before it is kept.
    """

    student: str
    exercise: str
    kind: Kind
    points: float
    why: str
    who: str
    when: str
    undoes: int | None = None
    number: int = 0


def opposite(entry: AdjustmentEntry, why: str, who: str, when: str) -> AdjustmentEntry:
    """Return the entry that undoes one."""
    kind = Kind.READMIT if entry.kind is Kind.EXCUSE else entry.kind
    return AdjustmentEntry(
        entry.student, entry.exercise, kind, -entry.points, why, who, when, undoes=entry.number
    )
