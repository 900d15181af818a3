"""``results.json`` of Gradescope: what an autograder writes for one submission.

Source: gradescope-autograders.readthedocs.io, "Autograder Specifications". All texts are of the format
"text": Gradescope shows them as they are.
"""

import json
import math
from typing import Any

from grader.course.visibility import Visibility
from grader.escape import clean_text, shorten
from grader.exports.feedback import Item, feedback, fitted, points_text
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest, Part

_RESULT_BYTES = 1_000_000


def results_json(
    grade: Grade, manifest: Manifest, visibility: Visibility = Visibility.COUNTEREXAMPLES
) -> str:
    """Return the file's text, in ASCII."""
    items = feedback(grade, manifest, visibility)
    receipt = grade.receipt

    def made(characters: int) -> str:
        results = {
            "score": grade.score,
            "execution_time": math.ceil(receipt.seconds),
            "output": f"{manifest.title.en}: {points_text(grade.score, grade.max_score)}",
            "output_format": "text",
            "test_output_format": "text",
            "test_name_format": "text",
            "visibility": "visible",
            "stdout_visibility": "hidden",
            "extra_data": {
                "exercise": grade.exercise,
                "exercise_digest": receipt.exercise_digest,
                "submission_digest": receipt.submission_digest,
                "sandbox": receipt.sandbox,
            },
            "tests": [_test(item, characters) for item in items],
        }
        return json.dumps(results, indent=1) + "\n"

    return fitted(made, _RESULT_BYTES)


def refusal_json(reason: str) -> str:
    """Return the file's text for a file that is no solution: no points, and why."""
    shown = clean_text(shorten(reason))
    return json.dumps({"score": 0, "output": shown, "output_format": "text"}, indent=1) + "\n"


def _test(item: Item, characters: int) -> dict[str, Any]:
    number = f"{list(Part).index(item.part) + 1}.{item.code[1:]}"
    text = item.claim
    if item.message and characters:
        text += f"\n\n{clean_text(shorten(item.message, characters))}"
    return {
        "score": item.points,
        "max_score": item.max_points,
        "status": "failed" if item.is_lost else "passed",
        "name": item.name,
        "name_format": "text",
        "number": number,
        "output": text,
        "output_format": "text",
        "tags": [str(item.part)],
        "visibility": "visible",
    }
