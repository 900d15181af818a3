"""Where everybody stands, as CSV for a spreadsheet: one row a student and exercise.

The raw score, what lateness cost and what a teacher added stand beside the score that they come to.
"""

import csv
import io
from collections.abc import Sequence

from grader.course.standing import Standing
from grader.escape import csv_cell
from grader.scoring.grade import total_points
from harness.exercise.manifest import Part

_COLUMNS = (
    "student",
    "name",
    "email",
    "login",
    "section",
    "exercise",
    "state",
    "score",
    "max_score",
    "raw_score",
    *(str(part) for part in Part),
    "late_seconds",
    "lost_by_lateness",
    "adjustments",
    "attempts",
    "submitted",
    "submission_digest",
    "reason",
    "flags",
)


def standings_csv(standings: Sequence[Standing]) -> str:
    """Return one row a standing; what is not known is empty.

    The text begins with a byte-order mark: without it spreadsheets do not read UTF-8.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, restval="", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for standing in standings:
        writer.writerow({**_texts(standing), **_numbers(standing)})
    return "\ufeff" + stream.getvalue()


def _texts(standing: Standing) -> dict[str, str]:
    student, grade = standing.student, standing.grade
    texts = {
        "student": student.key,
        "name": student.name,
        "email": student.email,
        "login": student.login,
        "section": student.section,
        "exercise": standing.exercise,
        "state": str(standing.state),
        "submitted": standing.submitted,
        "submission_digest": "" if grade is None else grade.receipt.submission_digest,
        "reason": standing.reason,
        "flags": "; ".join(standing.flags),
    }
    return {name: csv_cell(text) for name, text in texts.items()}


def _numbers(standing: Standing) -> dict[str, float | str]:
    lateness = standing.lateness
    parts = {} if standing.grade is None else standing.grade.parts
    known: dict[str, float | None] = {
        "score": standing.score,
        "max_score": standing.max_score,
        "raw_score": standing.raw_score,
        **{str(part): points for part, (points, _) in parts.items()},
        "late_seconds": 0 if lateness is None else lateness.seconds,
        "lost_by_lateness": standing.lost_by_lateness,
        "adjustments": total_points(item.points for item in standing.adjustments),
        "attempts": standing.attempts,
    }
    return {name: "" if value is None else value for name, value in known.items()}
