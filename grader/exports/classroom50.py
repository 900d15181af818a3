"""``result.json`` of Classroom 50, the successor of GitHub Classroom (schema ``classroom50/result/v1``).

Scores are whole numbers, the sum of the tests' is the score, and the identity must be the source
repository's. The release's body is ``markdown.markdown_page``.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from grader.course.visibility import Visibility
from grader.escape import clean_text, shorten
from grader.exports.feedback import feedback, fitted
from grader.exports.whole_points import whole_points
from grader.scoring.grade import Grade
from harness.exercise.manifest import Manifest

SCHEMA = "classroom50/result/v1"
_RESULT_BYTES = 1_000_000
_SUBMISSION = re.compile(r"submit/\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """Which submission a result is of, as Classroom 50's runner tells it.

    Attributes:
        classroom: Its short name.
        assignment: Its slug.
        assignment_type: "individual" or "group".
        owner: Login of the repository's owner.
        submission: The tag, ``submit/...``.
        commit: Address of the commit.
        release: Address of the release.
        review: Address of the changes.
        when: The commit's time.
    """

    classroom: str
    assignment: str
    assignment_type: str
    owner: str
    submission: str
    commit: str
    release: str
    review: str
    when: datetime

    def faults(self) -> list[str]:
        """Return the names of the fields that the schema refuses."""
        texts = ("classroom", "assignment", "owner", "commit", "release", "review")
        found = [name for name in texts if not getattr(self, name)]
        if self.assignment_type not in ("individual", "group", "team"):
            found.append("assignment_type")
        if not _SUBMISSION.fullmatch(self.submission):
            found.append("submission")
        return found


def result_json(
    grade: Grade,
    manifest: Manifest,
    submitted: Submitted,
    graded_at: datetime,
    visibility: Visibility = Visibility.COUNTEREXAMPLES,
) -> str:
    """Return the file's text, in ASCII."""
    items = feedback(grade, manifest, visibility)
    whole = whole_points([(item.points, item.max_points) for item in items])

    def made(characters: int) -> str:
        tests = [
            {
                "test-name": item.name,
                "passed": not item.is_lost,
                "score": points,
                "max-score": most,
                "output": clean_text(shorten(item.message, characters)) if characters else "",
            }
            for item, (points, most) in zip(items, whole, strict=True)
        ]
        result = {
            "schema": SCHEMA,
            "classroom": submitted.classroom,
            "assignment": submitted.assignment,
            "assignment_type": submitted.assignment_type,
            "owner": submitted.owner,
            "submission": submitted.submission,
            "commit": submitted.commit,
            "release": submitted.release,
            "review": submitted.review,
            "datetime": _instant(submitted.when),
            "graded_at": _instant(graded_at),
            "score": sum(points for points, _ in whole),
            "max-score": sum(most for _, most in whole),
            "tests": tests,
        }
        return json.dumps(result, indent=1) + "\n"

    return fitted(made, _RESULT_BYTES)


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
