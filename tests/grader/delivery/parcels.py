"""Parcels for tests."""

from datetime import UTC, datetime

from grader.cli.account import account_name
from grader.submissions.parcel import Parcel, source_digest

SLUG = "tiny_counter"
SENT = datetime(2026, 11, 23, 8, tzinfo=UTC)


def parcel_of(source: str, student: str | None = None, exercise: str = SLUG) -> Parcel:
    """Return a parcel; of the account that runs this unless another is named."""
    return Parcel(
        exercise=exercise,
        student=student or account_name(),
        digest=source_digest(source),
        sent=SENT,
        source=source,
    )
