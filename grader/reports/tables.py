"""The facts of the reports for other programs: ``grades.json`` and ``grades.csv``."""

import csv
import io
import json
from collections.abc import Sequence

from grader.escape import csv_cell
from grader.reports.wording import failed_codes
from grader.scoring.grade import Grade, Unjudged
from harness.exercise.manifest import Manifest, Part

_COLUMNS = (
    "student",
    "exercise",
    "state",
    "score",
    "max_score",
    *(str(part) for part in Part),
    "failed",
    "submission_digest",
    "exercise_digest",
    "seed",
    "started",
    "reason",
)


def grades_json(manifest: Manifest, grades: Sequence[Grade], failures: Sequence[Unjudged]) -> str:
    """Return everything that is known, as JSON in ASCII."""
    facts = {
        "exercise": manifest.slug,
        "title": manifest.title.model_dump(),
        "grades": [grade.to_json() for grade in grades],
        "not_judged": [{"student": item.student, "reason": item.reason} for item in failures],
    }
    return json.dumps(facts, indent=1, allow_nan=False) + "\n"


def grades_csv(grades: Sequence[Grade], failures: Sequence[Unjudged]) -> str:
    """Return one row a student, safe to open in a spreadsheet.

    The text begins with a byte-order mark: without it spreadsheets do not read UTF-8.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, _COLUMNS, restval="", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for grade in grades:
        receipt = grade.receipt
        writer.writerow(
            {
                "student": csv_cell(grade.student),
                "exercise": csv_cell(grade.exercise),
                "state": "graded",
                "score": grade.score,
                "max_score": grade.max_score,
                **{str(part): got for part, (got, _) in grade.parts.items()},
                "failed": csv_cell(failed_codes(grade)),
                "submission_digest": csv_cell(receipt.submission_digest),
                "exercise_digest": csv_cell(receipt.exercise_digest),
                "seed": str(receipt.seed),  # as text: spreadsheets round large numbers
                "started": csv_cell(receipt.started),
            }
        )
    for item in failures:
        writer.writerow(
            {
                "student": csv_cell(item.student),
                "exercise": csv_cell(item.exercise),
                "state": "not judged",
                "reason": csv_cell(item.reason),
            }
        )
    return "\ufeff" + stream.getvalue()
