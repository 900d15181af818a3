"""``virtlab status``: what is in, when it came in, and its grade where it may be seen."""

import os
from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from grader.cli.console import err, out, plain, print_json
from grader.cli.options import JsonOption
from grader.cli.receipts import kept_receipts
from grader.cli.submit import TOKEN_VARIABLE, ToOption
from grader.cli.try_solution import ExerciseOption, PathArgument, exercise_of
from grader.cli.workplace import Workplace, find_workplace
from grader.delivery.address import FolderAddress, parse_address
from grader.delivery.api import SubmissionStatus
from grader.delivery.folder import find_delivered


def status(
    to: ToOption,
    path: PathArgument = Path(),
    *,
    exercise: ExerciseOption = None,
    json: JsonOption = False,
) -> None:
    """Show what the course has of you in an exercise.

    A server is asked; for a shared folder your receipts are compared with what lies there, and
    grades come from your instructor.

    Example: virtlab status --to file:///srv/course/inbox
    """
    address = parse_address(to)
    workplace = find_workplace(path)
    slug = exercise_of(workplace, exercise).slug
    if isinstance(address, FolderAddress):
        found = _in_folder(address.path, workplace, slug)
    else:
        from grader.delivery.client import CourseServer  # noqa: PLC0415 - as in submit

        server = CourseServer(address.url, os.environ.get(TOKEN_VARIABLE, ""))
        found = server.status(slug).submissions
    if json:
        for one in found:
            print_json(one.model_dump(mode="json"))
        return
    if not found:
        out.print("Nothing is in.")
        return
    out.print(_table(found))
    if isinstance(address, FolderAddress):
        err.print("A shared folder shows no grades: ask your instructor.")


def _in_folder(inbox: Path, workplace: Workplace, slug: str) -> tuple[SubmissionStatus, ...]:
    where = inbox.absolute().as_uri()
    return tuple(
        SubmissionStatus(
            exercise=one.exercise,
            digest=one.digest,
            received=one.received,
            state="received" if find_delivered(inbox, one) else "gone",
        )
        for one in kept_receipts(workplace, slug)
        if one.to == where
    )


def _table(found: Sequence[SubmissionStatus]) -> Table:
    table = Table("received", "digest", "state", "score", "note", box=None)
    for one in found:
        table.add_row(
            f"{one.received:%Y-%m-%d %H:%M:%S %Z}",
            one.digest[:12],
            plain(one.state),
            _score(one),
            plain(one.note),
        )
    return table


def _score(one: SubmissionStatus) -> str:
    if one.score is None:
        return "not shown"
    return f"{one.score:g}" + (f" of {one.max_score:g}" if one.max_score is not None else "")
