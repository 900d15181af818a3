"""``virtlab verify``: what a receipt says, and how much of it can be proved here."""

import os
from pathlib import Path
from typing import Annotated

import typer

from grader.cli import exit_codes
from grader.cli.account import account_of
from grader.cli.console import out, plain
from grader.cli.receipts import read_receipt
from grader.delivery.folder import find_delivered
from grader.delivery.receipt import MIN_KEY_BYTES, SubmissionReceipt, is_signed_by
from grader.errors import UsageError
from grader.submissions.disk import read_file
from grader.submissions.parcel import source_digest
from grader.submissions.places import UnreadableError
from grader.submissions.vetting import MAX_SOLUTION_BYTES, without_byte_order_mark

_MAX_KEY_BYTES = 4096
_Finding = tuple[bool, str]


def verify(
    receipt: Annotated[Path, typer.Argument(help="The file that 'virtlab submit' wrote.")],
    solution: Annotated[
        Path | None, typer.Argument(help="The solution.py that it should be for.")
    ] = None,
    *,
    key: Annotated[
        Path | None, typer.Option("--key", help="Instructors: the file with the course's key.")
    ] = None,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", help="Instructors: the inbox that it names.")
    ] = None,
) -> None:
    """Check a receipt: against the solution, the course's key, or the inbox. Exit code 1: it fails.

    Without key and inbox this tells only whether a solution is the one that was sent.

    Example: virtlab verify .virtlab/receipts/memory_allocator-20261123T080000Z-0123456789ab.json solution.py

    Example: virtlab verify receipt.json --key course.key
    """
    read = read_receipt(receipt)
    _show(read)
    findings: list[_Finding] = []
    if solution is not None:
        findings.append(_solution_finding(read, solution))
    if key is not None:
        findings.append(_key_finding(read, _key(key)))
    if inbox is not None:
        findings.append(_inbox_finding(read, inbox))
    for is_good, text in findings:
        out.print(plain(("yes  " if is_good else "NO   ") + text, "green" if is_good else "red"))
    if key is None and inbox is None:
        out.print(
            "Who made this receipt was not checked: that takes the course's --key or --inbox."
        )
    if not all(is_good for is_good, _ in findings):
        raise typer.Exit(exit_codes.POINTS_LOST)


def _show(receipt: SubmissionReceipt) -> None:
    when = f"{receipt.received:%Y-%m-%d %H:%M:%S %Z}"
    text = f"{receipt.student}, {receipt.exercise}, {when}, {receipt.digest}, to {receipt.to}"
    out.print(plain(text), soft_wrap=True)


def _solution_finding(receipt: SubmissionReceipt, path: Path) -> _Finding:
    try:
        raw = read_file(path, MAX_SOLUTION_BYTES)
    except UnreadableError as error:
        raise UsageError(f"{path}: {error}", "Give the solution.py that was sent.") from error
    source = without_byte_order_mark(raw).decode("utf-8", "surrogateescape")
    if source_digest(source) == receipt.digest:
        return True, f"{path} is the solution of this receipt"
    return False, f"{path} is not the solution of this receipt"


def _key_finding(receipt: SubmissionReceipt, key: bytes) -> _Finding:
    if is_signed_by(receipt, key):
        return True, "the course signed it: time, student and digest are as the server had them"
    reason = "the signature is not the course's" if receipt.signature else "nobody signed it"
    return False, reason


def _inbox_finding(receipt: SubmissionReceipt, inbox: Path) -> _Finding:
    found = find_delivered(inbox, receipt)
    if found is None:
        return False, "its parcel is not in the inbox, or was changed"
    owner = account_of(found.uid)
    if owner != receipt.student:
        return False, f"its parcel is in the inbox, but belongs to {owner}"
    if found.received != receipt.received:
        when = f"{found.received:%Y-%m-%d %H:%M:%S %Z}"
        return False, f"its parcel is in the inbox, but since {when}"
    return True, "its parcel is in the inbox, of that account and that time"


def _key(path: Path) -> bytes:
    try:
        key = read_file(path, _MAX_KEY_BYTES).strip()
        mode = os.stat(path).st_mode  # noqa: PTH116 - one look at the file just read
    except (UnreadableError, OSError) as error:
        raise UsageError(f"{path}: {error}", "Give the file with the course's key.") from error
    if len(key) < MIN_KEY_BYTES:
        raise UsageError(
            f"{path}: a key has at least {MIN_KEY_BYTES} bytes", "E.g. openssl rand -hex 32"
        )
    if mode & 0o077:
        raise UsageError(f"{path} can be read by others", f"chmod 600 {path}, and make a new key.")
    return key
