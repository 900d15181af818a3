"""A grade as ``--json`` prints it: the fields that other programs may rely on, and no others."""

from typing import Any

from grader.scoring.grade import Grade, GradedOutcome


def as_printed(grade: Grade) -> dict[str, Any]:
    """Return the object that is printed for one grade."""
    return {
        "student": grade.student,
        "exercise": grade.exercise,
        "score": grade.score,
        "max_score": grade.max_score,
        "parts": {str(part): list(points) for part, points in grade.parts.items()},
        "outcomes": [_outcome(item) for item in grade.outcomes],
        "receipt": grade.receipt.to_json(),
    }


def _outcome(item: GradedOutcome) -> dict[str, Any]:
    calls = item.counterexample
    return {
        "property": item.property,
        "part": str(item.part),
        "points": item.points,
        "max_points": item.max_points,
        "verdict": str(item.verdict),
        "message": item.message,
        "counterexample": None if calls is None else list(calls),
        "figure": item.figure,
    }
