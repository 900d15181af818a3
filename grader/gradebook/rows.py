"""Between grades and rows; what is read back equals what was written."""

from collections.abc import Mapping
from typing import Any

from grader.gradebook.tables import AdjustmentRow, ArrivalRow, GradeRow, OutcomeRow
from grader.scoring.adjustment import AdjustmentEntry, Kind
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, GradedOutcome, Receipt
from grader.scoring.policy_curve import Yardstick
from harness.exercise.manifest import Part
from harness.outcomes import Verdict
from harness.schedule_table import ScheduleTable


def to_grade_row(grade: Grade, recorded_order: int) -> GradeRow:
    """Return the row of a grade in force, its outcomes attached."""
    receipt = grade.receipt
    return GradeRow(
        recorded_order=recorded_order,
        student=grade.student,
        exercise=grade.exercise,
        submission_digest=receipt.submission_digest,
        exercise_digest=receipt.exercise_digest,
        seed=receipt.seed,
        replaced=0,
        score=grade.score,
        max_score=grade.max_score,
        sandbox=receipt.sandbox,
        image_digest=receipt.image_digest,
        versions=dict(receipt.versions),
        started=receipt.started,
        seconds=receipt.seconds,
        outcomes=[_to_outcome_row(item, place) for place, item in enumerate(grade.outcomes)],
    )


def to_grade(row: GradeRow) -> Grade:
    """Return the grade that a row holds."""
    return Grade(
        student=row.student,
        exercise=row.exercise,
        outcomes=tuple(_to_outcome(item) for item in row.outcomes),
        receipt=Receipt(
            submission_digest=row.submission_digest,
            exercise_digest=row.exercise_digest,
            seed=row.seed,
            sandbox=row.sandbox,
            image_digest=row.image_digest,
            versions=row.versions,
            started=row.started,
            seconds=row.seconds,
        ),
    )


def to_arrival_row(arrival: Arrival, recorded_order: int) -> ArrivalRow:
    """Return the row of a submission that came in."""
    return ArrivalRow(
        recorded_order=recorded_order,
        student=arrival.student,
        exercise=arrival.exercise,
        submission_digest=arrival.submission_digest,
        submitted=arrival.submitted,
        revision=arrival.revision,
        flags=list(arrival.flags),
    )


def to_arrival(row: ArrivalRow) -> Arrival:
    """Return the submission that a row holds."""
    return Arrival(
        student=row.student,
        exercise=row.exercise,
        submission_digest=row.submission_digest,
        submitted=row.submitted,
        revision=row.revision,
        flags=tuple(row.flags),
    )


def to_adjustment_row(entry: AdjustmentEntry) -> AdjustmentRow:
    """Return the row of a new entry; the database numbers it."""
    return AdjustmentRow(
        student=entry.student,
        exercise=entry.exercise,
        kind=str(entry.kind),
        points=entry.points,
        why=entry.why,
        who=entry.who,
        made=entry.when,
        undoes=entry.undoes,
    )


def to_adjustment(row: AdjustmentRow) -> AdjustmentEntry:
    """Return the entry that a row holds."""
    return AdjustmentEntry(
        student=row.student,
        exercise=row.exercise,
        kind=Kind(row.kind),
        points=row.points,
        why=row.why,
        who=row.who,
        when=row.made,
        undoes=row.undoes,
        number=row.id,
    )


def to_stored_yardsticks(yardsticks: Mapping[str, Yardstick]) -> dict[str, Any]:
    """Return plain data: a figure's name, then what baseline and reference reach."""
    return {name: [item.baseline, item.reference] for name, item in yardsticks.items()}


def to_yardsticks(stored: Mapping[str, Any]) -> dict[str, Yardstick]:
    """Return the yardsticks that plain data stands for."""
    return {name: Yardstick(*pair) for name, pair in stored.items()}


def _to_outcome_row(item: GradedOutcome, position: int) -> OutcomeRow:
    calls = item.counterexample
    return OutcomeRow(
        position=position,
        property=item.property,
        code=item.code,
        part=str(item.part),
        points=item.points,
        max_points=item.max_points,
        verdict=str(item.verdict),
        figure=item.figure,
        figures=dict(item.figures),
        evidence={
            "message": item.message,
            "counterexample": None if calls is None else list(calls),
            "repro": item.repro,
            "prints": item.prints,
            "table": None if item.table is None else item.table.to_json(),
        },
        seconds=item.seconds,
    )


def _to_outcome(row: OutcomeRow) -> GradedOutcome:
    calls, table = row.evidence["counterexample"], row.evidence["table"]
    return GradedOutcome(
        property=row.property,
        verdict=Verdict(row.verdict),
        message=row.evidence["message"],
        counterexample=None if calls is None else tuple(calls),
        repro=row.evidence["repro"],
        figures=row.figures,
        prints=row.evidence["prints"],
        seconds=row.seconds,
        table=None if table is None else ScheduleTable.from_json(table),
        code=row.code,
        part=Part(row.part),
        points=row.points,
        max_points=row.max_points,
        figure=row.figure,
    )
