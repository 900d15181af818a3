"""``/grade/results/results.json`` of PrairieLearn's external graders (docs/externalGrading.md).

The score is a share, from 0 to 1. A file that is no solution is not gradable: it costs no attempt.
"""

import json

from grader.course.visibility import Visibility
from grader.escape import clean_text, shorten
from grader.exports.feedback import feedback, fitted, points_text
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest

_RESULT_BYTES = 900_000
"""PrairieLearn takes 1 MB."""


def results_json(
    grade: Grade, manifest: Manifest, visibility: Visibility = Visibility.COUNTEREXAMPLES
) -> str:
    """Return the file's text, in ASCII."""
    items = feedback(grade, manifest, visibility)

    def made(characters: int) -> str:
        tests = [
            {
                "name": item.name,
                "description": item.claim,
                "points": item.points,
                "max_points": item.max_points,
                "message": "",
                "output": clean_text(shorten(item.message, characters)) if characters else "",
            }
            for item in items
        ]
        results = {
            "gradable": True,
            "score": grade.score / grade.max_score,
            "message": points_text(grade.score, grade.max_score),
            "output": "",
            "tests": tests,
        }
        return json.dumps(results, indent=1) + "\n"

    return fitted(made, _RESULT_BYTES)


def refusal_json(reason: str) -> str:
    """Return the file's text for a file that is no solution."""
    shown = clean_text(shorten(reason))
    return json.dumps({"gradable": False, "format_errors": [shown]}, indent=1) + "\n"
