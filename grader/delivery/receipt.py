"""The receipt of a submission, and what it proves to whom.

A signature (HMAC-SHA256 under the course's key) can be made and checked only by those who have the
key: it proves to an instructor that the course's server gave this receipt. To everybody else, and
where there is no signature, a receipt is a note: it tells whether a file is the one that was sent.
"""

import hashlib
import hmac
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from grader.submissions.parcel import Sha256
from harness.exercise.manifest import Slug

MIN_KEY_BYTES = 32


class SubmissionReceipt(BaseModel):
    """That a solution came in.

    Attributes:
        version: Of this format.
        exercise: Slug.
        student: Whose it is, by the account or by the server.
        digest: SHA-256 of the solution, hexadecimal.
        received: When it came in, by the clock of the folder or of the server.
        to: Where it was sent, a URL.
        entry: Its file in the inbox; empty for a server.
        signature: HMAC-SHA256 of everything else, hexadecimal; empty if nobody signed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    exercise: Slug
    student: Annotated[str, Field(min_length=1, max_length=200)]
    digest: Sha256
    received: AwareDatetime
    to: Annotated[str, Field(max_length=2000)]
    entry: Annotated[
        str, StringConstraints(pattern=r"^([a-z_]+\.[0-9a-f]{32}\.parcel\.json)?$")
    ] = ""
    signature: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""

    def to_text(self) -> str:
        """Return the file that students keep."""
        return self.model_dump_json(indent=1) + "\n"


def signed(receipt: SubmissionReceipt, key: bytes) -> SubmissionReceipt:
    """Return the receipt with the course's signature."""
    return receipt.model_copy(update={"signature": _signature(receipt, key)})


def is_signed_by(receipt: SubmissionReceipt, key: bytes) -> bool:
    """Return whether the signature was made with the key, over exactly this receipt."""
    return hmac.compare_digest(receipt.signature, _signature(receipt, key))


def _signature(receipt: SubmissionReceipt, key: bytes) -> str:
    if len(key) < MIN_KEY_BYTES:
        raise ValueError(f"a key has at least {MIN_KEY_BYTES} bytes")
    bare = receipt.model_copy(update={"signature": ""})
    return hmac.new(key, bare.model_dump_json().encode("utf-8"), hashlib.sha256).hexdigest()
