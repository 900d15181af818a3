"""``virtlab submit``: a solution to the course."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.account import account_name
from grader.cli.console import err, out, plain, print_json
from grader.cli.options import JsonOption
from grader.cli.receipts import keep_receipt, kept_receipts
from grader.cli.try_solution import ExerciseOption, PathArgument, exercise_of
from grader.cli.workplace import Workplace, find_workplace
from grader.delivery.address import FolderAddress, ServerAddress, parse_address
from grader.delivery.checks import faults_in_bytes, faults_in_code
from grader.delivery.folder import deliver_to_folder, find_delivered
from grader.delivery.receipt import SubmissionReceipt
from grader.errors import UsageError
from grader.submissions.disk import read_file
from grader.submissions.parcel import Parcel, source_digest
from grader.submissions.places import UnreadableError
from grader.submissions.vetting import MAX_SOLUTION_BYTES, without_byte_order_mark
from harness.exercise.folder import ExerciseFolder

ToOption = Annotated[
    str,
    typer.Option(
        "--to",
        envvar="VIRTLAB_SUBMIT_TO",
        help="Where the course takes submissions: file:///... or https://...",
    ),
]
TOKEN_VARIABLE = "VIRTLAB_TOKEN"  # noqa: S105 - the name of a variable


def submit(
    to: ToOption,
    path: PathArgument = Path(),
    *,
    exercise: ExerciseOption = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Send what the checks say earns no points.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Check your solution, send it to the course, and keep the receipt.

    Sending the same again changes nothing. For a server, VIRTLAB_TOKEN holds your token.

    Example: virtlab submit --to file:///srv/course/inbox

    Example: virtlab submit my/ --to https://course.example.edu
    """
    address = parse_address(to)
    workplace = find_workplace(path)
    folder = exercise_of(workplace, exercise)
    source = _checked(workplace, folder, anyway=anyway)
    parcel = Parcel(
        exercise=folder.slug,
        student=account_name(),
        digest=source_digest(source),
        sent=datetime.now(UTC).replace(microsecond=0),
        source=source,
    )
    receipt = _deliver(address, parcel, workplace)
    kept = keep_receipt(workplace, receipt)
    if json:
        print_json(receipt.model_dump(mode="json"))
    else:
        _show(receipt, kept)


def _checked(workplace: Workplace, folder: ExerciseFolder, *, anyway: bool) -> str:
    """Return the text to send; print every fault, and refuse what nobody would take."""
    try:
        raw = read_file(workplace.solution, MAX_SOLUTION_BYTES)
    except UnreadableError as error:
        raise UsageError(
            f"{workplace.solution}: {error}", "Give a file that can be read."
        ) from error
    name = workplace.solution.name
    _refuse(name, faults_in_bytes(raw), "Nothing was sent; mend the file.")
    source = without_byte_order_mark(raw).decode("utf-8")
    faults = faults_in_code(source, folder.manifest)
    if anyway:
        for fault in faults:
            err.print(plain(f"{name}: {fault}", style="yellow"))
    else:
        _refuse(name, faults, "Nothing was sent. Mend it, or send it all the same with --anyway.")
    return source


def _refuse(name: str, faults: tuple[str, ...], hint: str) -> None:
    if faults:
        raise UsageError("\n".join(f"{name}: {fault}" for fault in faults), hint)


def _deliver(
    address: FolderAddress | ServerAddress, parcel: Parcel, workplace: Workplace
) -> SubmissionReceipt:
    if isinstance(address, ServerAddress):
        # Imported here: who hands in on a lab machine does not wait for it.
        from grader.delivery.client import CourseServer, Patience  # noqa: PLC0415

        token = os.environ.get(TOKEN_VARIABLE, "")
        return CourseServer(address.url, token, Patience(tell=_tell)).put(parcel)
    before = [
        one
        for one in kept_receipts(workplace, parcel.exercise)
        if one.to == address.path.absolute().as_uri()
    ]
    if before and before[-1].digest == parcel.digest and find_delivered(address.path, before[-1]):
        err.print("It is in already: nothing was sent again.")
        return before[-1]
    return deliver_to_folder(address.path, parcel)


def _tell(reason: str, seconds: float) -> None:
    err.print(plain(f"{reason}; trying again in {seconds:.0f} s", style="yellow"))


def _show(receipt: SubmissionReceipt, kept: Path) -> None:
    rows = (
        ("exercise", receipt.exercise),
        ("student", receipt.student),
        ("received", f"{receipt.received:%Y-%m-%d %H:%M:%S %Z}"),
        ("digest", receipt.digest),
        ("to", receipt.to),
        ("receipt", str(kept)),
    )
    out.print("Submitted.", style="bold")
    for name, value in rows:
        out.print(plain(f"  {name:9} {value}"), soft_wrap=True)
