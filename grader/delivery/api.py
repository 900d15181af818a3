"""The course server's API, version 1, as the client sees it; the README describes it in words."""

from typing import Annotated
from urllib.parse import quote

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from grader.submissions.parcel import Sha256
from harness.exercise.manifest import Slug

MAX_ANSWER_BYTES = 2**20


class _Answer(BaseModel):
    # A newer server may say more: what is not known is passed over.
    model_config = ConfigDict(frozen=True, extra="ignore")


class SubmissionStatus(_Answer):
    """One submission that the course has.

    Attributes:
        exercise: Slug.
        digest: SHA-256 of the solution.
        received: When it came in.
        state: In a word, e.g. "waiting" or "graded".
        score: Points, where the student may see them.
        max_score: Most points.
        note: A sentence of the course's to the student.
    """

    exercise: Slug
    digest: Sha256
    received: AwareDatetime
    state: Annotated[str, Field(max_length=40)] = "received"
    score: Annotated[float, Field(allow_inf_nan=False)] | None = None
    max_score: Annotated[float, Field(allow_inf_nan=False)] | None = None
    note: Annotated[str, Field(max_length=2000)] = ""


class StatusAnswer(_Answer):
    """All that the course has of the student who asks, oldest first."""

    submissions: tuple[SubmissionStatus, ...]


class Refusal(_Answer):
    """Why a request is refused, for the student to read."""

    message: Annotated[str, Field(max_length=2000)]
    hint: Annotated[str, Field(max_length=2000)] = ""


def submission_path(exercise: str, digest: str) -> str:
    """Return the path that a submission is put to; it is the same however often it is sent."""
    return f"/v1/exercises/{quote(exercise, safe='')}/submissions/{digest}"


def status_path(exercise: str) -> str:
    """Return the path at which the student's own submissions of an exercise are listed."""
    return f"/v1/exercises/{quote(exercise, safe='')}/submissions"
