"""The receipts that a student's folder keeps, in ``.virtlab/receipts``, one file each."""

from datetime import UTC
from pathlib import Path

from pydantic import ValidationError

from grader.cli.new_file import write_new_file
from grader.cli.workplace import Workplace
from grader.delivery.receipt import SubmissionReceipt
from grader.errors import GraderError, UsageError
from grader.submissions.disk import read_file
from grader.submissions.places import UnreadableError

MAX_RECEIPT_BYTES = 64 * 1024


def keep_receipt(workplace: Workplace, receipt: SubmissionReceipt) -> Path:
    """Write a receipt beside the solution; return its path. One that is there already stays."""
    folder = _folder(workplace)
    time = f"{receipt.received.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    path = folder / f"{receipt.exercise}-{time}-{receipt.digest[:12]}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GraderError(f"{folder}: {error.strerror}", "The solution was sent.") from error
    if not path.exists():
        write_new_file(path, receipt.to_text())
    return path


def kept_receipts(workplace: Workplace, exercise: str) -> tuple[SubmissionReceipt, ...]:
    """Return the receipts for an exercise, oldest first; what is none is passed over."""
    found = []
    for path in sorted(_folder(workplace).glob("*.json")):
        try:
            receipt = read_receipt(path)
        except UsageError:
            continue
        if receipt.exercise == exercise:
            found.append(receipt)
    return tuple(sorted(found, key=lambda one: one.received))


def read_receipt(path: Path) -> SubmissionReceipt:
    """Read a receipt.

    Raises:
        UsageError: It can not be read, or is none.
    """
    try:
        content = read_file(path, MAX_RECEIPT_BYTES)
        return SubmissionReceipt.model_validate_json(content[: MAX_RECEIPT_BYTES + 1])
    except UnreadableError as error:
        raise UsageError(
            f"{path}: {error}", "Give the file that 'virtlab submit' wrote."
        ) from error
    except ValidationError:
        raise UsageError(
            f"{path} is no receipt of virtlab", "Give the file that 'virtlab submit' wrote."
        ) from None


def _folder(workplace: Workplace) -> Path:
    return workplace.folder / ".virtlab" / "receipts"
