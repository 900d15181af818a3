"""A standing as ``--json`` prints it: the fields that other programs may rely on, and no others."""

from dataclasses import asdict
from typing import Any

from grader.course.standing import Standing


def as_printed(standing: Standing) -> dict[str, Any]:
    """Return the object that is printed for one student and exercise."""
    student = standing.student
    return {
        "student": student.key,
        "name": student.name,
        "email": student.email,
        "login": student.login,
        "section": student.section,
        "exercise": standing.exercise,
        "state": str(standing.state),
        "reason": standing.reason,
        "score": standing.score,
        "raw_score": standing.raw_score,
        "max_score": standing.max_score,
        "due": standing.due,
        "submitted": standing.submitted,
        "revision": standing.revision,
        "attempts": standing.attempts,
        "lateness": None if standing.lateness is None else asdict(standing.lateness),
        "adjustments": [asdict(one) for one in standing.adjustments],
        "flags": list(standing.flags),
    }
