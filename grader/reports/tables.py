"""The facts of the reports for other programs: JSON of the class and of a student, CSV of an exercise."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from grader.escape import csv_cell
from grader.reports.course_facts import CourseFacts
from grader.reports.student_facts import StudentFacts
from harness.exercise.manifest import Part

_COLUMNS = (
    "student",
    "name",
    "exercise",
    "state",
    "score",
    "raw_score",
    "max_score",
    *(str(part) for part in Part),
    "late_seconds",
    "adjusted",
    "failed",
    "submitted",
    "reason",
)


def course_json(facts: CourseFacts) -> str:
    """Return all that a teacher is told, as JSON in ASCII."""
    return _json(facts)


def student_json(facts: StudentFacts) -> str:
    """Return all that a student is told, as JSON in ASCII."""
    return _json(facts)


def grades_csv(facts: CourseFacts) -> str:
    """Return one row a student and exercise, safe to open in a spreadsheet.

    The text begins with a byte-order mark: without it spreadsheets do not read UTF-8.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, restval="", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for one in facts.exercises:
        for row in one.rows:
            writer.writerow(
                {
                    "student": csv_cell(row.student),
                    "name": csv_cell(row.name),
                    "exercise": csv_cell(one.exercise),
                    "state": str(row.state),
                    "score": "" if row.score is None else row.score,
                    "raw_score": "" if row.raw_score is None else row.raw_score,
                    "max_score": one.max_score,
                    **{str(part): points for part, points in row.parts.items()},
                    "late_seconds": row.late_seconds,
                    "adjusted": row.adjusted,
                    "failed": csv_cell(_words(row.failed)),
                    "submitted": csv_cell(row.submitted),
                    "reason": csv_cell(row.reason),
                }
            )
    return "\ufeff" + stream.getvalue()


def _words(codes: Sequence[str]) -> str:
    return " ".join(codes)


def _json(facts: object) -> str:
    return json.dumps(facts, allow_nan=False, default=_by_field) + "\n"


def _by_field(facts: Any) -> dict[str, Any]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}
