"""The last line of an Autolab autograder's output: scores by problem (docs.autolabproject.com/lab).

The problems of the assessment must be called algorithm, policy and mechanism. Nothing may be printed
after the line.
"""

import json

from grader.scoring.grade import Grade


def scores_line(grade: Grade) -> str:
    """Return the line, with its end."""
    scores = {str(part): points for part, (points, _) in grade.parts.items()}
    return json.dumps({"scores": scores}) + "\n"
