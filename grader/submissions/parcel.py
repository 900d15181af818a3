"""A parcel: what ``virtlab submit`` sends, be it as a file in an inbox or as the body of a request.

One JSON object that holds the solution itself, so that one atomic step delivers everything. What it
says of itself (student, time) is the sender's word; who sent it and when it came in is told by the
owner and the time of the file, or by the server.
"""

import hashlib
import secrets
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from grader.submissions.vetting import MAX_SOLUTION_BYTES
from harness.exercise.manifest import Slug

PARCEL_SUFFIX = ".parcel.json"
MAX_PARCEL_BYTES = 6 * MAX_SOLUTION_BYTES + 4096
"""JSON needs up to six bytes for one of a solution's."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_NAME_BYTES = 16


class ParcelError(Exception):
    """It is no parcel; the message says why, for its student to read."""


class Parcel(BaseModel):
    """A solution on its way.

    Attributes:
        version: Of this format.
        exercise: Slug.
        student: Who the sender says they are.
        digest: SHA-256 of the solution's bytes in UTF-8, hexadecimal.
        sent: By the sender's clock; for people only.
        source: The solution.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    exercise: Slug
    student: Annotated[str, Field(min_length=1, max_length=200)]
    digest: Sha256
    sent: AwareDatetime
    source: Annotated[str, Field(max_length=MAX_SOLUTION_BYTES)]

    @model_validator(mode="after")
    def _check_digest(self) -> "Parcel":
        if source_digest(self.source) != self.digest:
            msg = "the digest is not the solution's: it was damaged on its way"
            raise ValueError(msg)
        return self

    def to_bytes(self) -> bytes:
        """Return what ``read_parcel`` accepts."""
        return self.model_dump_json().encode("utf-8")


def source_digest(source: str) -> str:
    """Return the digest that a solution is known by."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


def read_parcel(content: bytes) -> Parcel:
    """Read a parcel.

    Raises:
        ParcelError: It is too large, no JSON, of another form, or damaged.
    """
    if len(content) > MAX_PARCEL_BYTES:
        raise ParcelError("the parcel is too large")
    try:
        return Parcel.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise ParcelError(f"not a parcel: {where + ': ' if where else ''}{first['msg']}") from None


def new_parcel_name(exercise: str) -> str:
    """Return a file name that nobody else can guess, so that nobody can take it first."""
    return f"{exercise}.{secrets.token_hex(_NAME_BYTES)}{PARCEL_SUFFIX}"


def is_parcel_of(name: str, exercise: str) -> bool:
    """Return whether a file name is that of a parcel for an exercise."""
    return name.startswith(f"{exercise}.") and name.endswith(PARCEL_SUFFIX)
