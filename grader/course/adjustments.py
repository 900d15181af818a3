"""What the entries of a gradebook come to, for each student and exercise."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from grader.course.standing import Adjustment
from grader.scoring.adjustment import AdjustmentEntry, Kind

Key = tuple[str, str]
"""A student's key and an exercise's slug."""


def adjustments_of(entries: Sequence[AdjustmentEntry]) -> Mapping[Key, tuple[Adjustment, ...]]:
    """Return points added and taken, in the order they were made; an undone entry stays beside its undoing."""
    found: defaultdict[Key, list[Adjustment]] = defaultdict(list)
    for one in entries:
        if one.kind is Kind.POINTS:
            adjustment = Adjustment(one.points, one.why, one.who, one.when)
            found[one.student, one.exercise].append(adjustment)
    return {key: tuple(adjustments) for key, adjustments in found.items()}


def excused(entries: Sequence[AdjustmentEntry]) -> Mapping[Key, str]:
    """Return why somebody is excused; an excusal that was taken back is none."""
    undone = {one.undoes for one in entries}
    return {
        (one.student, one.exercise): one.why
        for one in entries
        if one.kind is Kind.EXCUSE and one.number not in undone
    }
