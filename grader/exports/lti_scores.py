"""Scores as LTI 1.3 Assignment and Grade Services takes them (1EdTech, AGS 2.0).

Only the documents: whoever has a registered tool and its key posts the line item, then each score to
``<line item>/scores`` as ``application/vnd.ims.lis.v1.score+json``.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from grader.course.standing import Standing, State

USER_ID = "lti_user_id"
"""The column of a roster that holds the platform's number of a person."""

_NOT_SENT = {State.MISSING, State.EXCUSED}


def lti_json(
    standings: Sequence[Standing], when: datetime, user_column: str = USER_ID
) -> tuple[str, tuple[str, ...]]:
    """Return the line item and scores of one exercise, and who is left out for want of a number.

    Args:
        standings: Of one exercise, at least one.
        when: The time of the scores; a platform ignores those that are older than what it has.
        user_column: Of a roster, with the platform's number of a person.
    """
    scores, left_out = [], []
    for standing in standings:
        if standing.state in _NOT_SENT:
            continue
        user = standing.student.other_ids.get(user_column, "")
        if user:
            scores.append(_score(standing, user, when))
        else:
            left_out.append(standing.student.key)
    first = standings[0]
    line_item = {
        "scoreMaximum": first.max_score,
        "label": first.title,
        "resourceId": first.exercise,
        "tag": first.exercise,
    }
    text = json.dumps({"lineItem": line_item, "scores": scores}, indent=1)
    return text + "\n", tuple(left_out)


def _score(standing: Standing, user: str, when: datetime) -> dict[str, Any]:
    score = standing.score
    given: dict[str, Any] = {}
    if score is not None:
        given = {"scoreGiven": score, "scoreMaximum": standing.max_score}
    return {
        "userId": user,
        "timestamp": when.astimezone(UTC).isoformat(timespec="milliseconds"),
        "activityProgress": "Submitted" if score is None else "Completed",
        "gradingProgress": "Pending" if score is None else "FullyGraded",
        **given,
    }
