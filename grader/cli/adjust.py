"""``virtlab adjust``: what a teacher changes beside the judge's points."""

import difflib
import math
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from grader.cli.account import account_name
from grader.cli.console import err, out, plain, print_json
from grader.cli.options import DEFAULT_GRADEBOOK, GradebookOption, JsonOption, exercise_named
from grader.errors import UsageError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.scoring.adjustment import AdjustmentEntry, Kind
from grader.scoring.grade import POINT_DECIMALS
from grader.submissions.names import printable
from harness.exercise.manifest import TOTAL_POINTS

_MAX_WORDS = 1000
_EXAMPLE = 'Example: virtlab adjust ada memory_allocator --points 5 --why "the lab was down"'


def adjust(
    student: Annotated[
        str | None, typer.Argument(help="As the gradebook has the name; with --list, optional.")
    ] = None,
    exercise: Annotated[str | None, typer.Argument(help="The exercise's slug.")] = None,
    *,
    points: Annotated[
        float | None, typer.Option("--points", help="Points to add; below zero takes away.")
    ] = None,
    excuse: Annotated[
        bool, typer.Option("--excuse", help="Excuse the student from the exercise.")
    ] = False,
    undo: Annotated[
        int | None, typer.Option("--undo", help="Number of an adjustment to take back.")
    ] = None,
    list_them: Annotated[bool, typer.Option("--list", help="Show what was adjusted.")] = False,
    why: Annotated[str, typer.Option("--why", help="For the student and for later.")] = "",
    who: Annotated[str | None, typer.Option("--who", help="Default: your account.")] = None,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    json: JsonOption = False,
) -> None:
    """Add points, excuse, or take either back. The judge's score itself is never changed.

    Example: virtlab adjust ada memory_allocator --points 5 --why "the lab was down"

    Example: virtlab adjust bob process_lock --excuse --why "ill" --who "Dr. Li"

    Example: virtlab adjust --undo 3 --why "wrong student"

    Example: virtlab adjust --list
    """
    if sum((points is not None, excuse, undo is not None, list_them)) != 1:
        raise UsageError("give one of --points, --excuse, --undo and --list", _EXAMPLE)
    if list_them:
        with open_gradebook(gradebook) as book:
            _show(book.adjustments(exercise, student), json=json)
        return
    words, maker = _words(why), printable(who or account_name())[:_MAX_WORDS]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if undo is not None:
        with open_gradebook(gradebook) as book:
            undone = book.undo_adjustment(undo, words, maker, now)
        out.print(plain(f"Undone: {adjustment_line(undone)}"))
        return
    if student is None or exercise is None:
        raise UsageError("whose work, and in which exercise?", _EXAMPLE)
    kind = Kind.EXCUSE if excuse else Kind.POINTS
    slug = exercise_named(exercise).slug
    entry = AdjustmentEntry(student, slug, kind, _points(points), words, maker, now)
    with open_gradebook(gradebook) as book:
        _tell_if_unknown(book, entry)
        number = book.adjust(entry)
    out.print(plain(f"{number}: {adjustment_line(entry)}"))


def _words(why: str) -> str:
    words = printable(why.strip())
    if not words:
        raise UsageError("say why, with --why", _EXAMPLE)
    if len(words) > _MAX_WORDS:
        raise UsageError(f"--why is longer than {_MAX_WORDS} characters", "Say it shorter.")
    return words


def _points(points: float | None) -> float:
    if points is None:
        return 0.0
    rounded = round(points, POINT_DECIMALS) if math.isfinite(points) else 0.0
    if not 0 < abs(rounded) <= TOTAL_POINTS:
        limit = f"from -{TOTAL_POINTS} to {TOTAL_POINTS}, and not 0"
        raise UsageError(f"--points {points:g}: it must be {limit}", _EXAMPLE)
    return rounded


def _tell_if_unknown(book: Gradebook, entry: AdjustmentEntry) -> None:
    """Warn of a name that the gradebook has not: it may be misspelt, or nothing was handed in."""
    known = {one.student for one in book.grades(entry.exercise)}
    known |= {one.student for one in book.failures(entry.exercise)}
    known |= {one.student for one in book.arrivals(entry.exercise)}
    if entry.student in known:
        return
    near = ", ".join(difflib.get_close_matches(entry.student, known, n=3))
    text = f"The gradebook has nothing of {entry.student!r} in {entry.exercise}; is the name right?"
    err.print(plain(text + (f" Near: {near}." if near else ""), style="yellow"))


def adjustment_line(entry: AdjustmentEntry) -> str:
    """Return an entry in words, on one line."""
    change = f"{entry.points:+g} points" if entry.kind is Kind.POINTS else _CHANGES[entry.kind]
    return f"{entry.student}, {entry.exercise}: {change}; {entry.why} ({entry.who}, {entry.when})"


_CHANGES = {Kind.EXCUSE: "excused", Kind.READMIT: "no longer excused"}


def _show(entries: Sequence[AdjustmentEntry], *, json: bool) -> None:
    if json:
        for entry in entries:
            print_json(_as_json(entry))
        return
    undone = {entry.undoes: entry.number for entry in entries if entry.undoes is not None}
    table = Table("no.", "student", "exercise", "change", "why", "who", "when", "", box=None)
    for entry in entries:
        change = f"{entry.points:+g}" if entry.kind is Kind.POINTS else _CHANGES[entry.kind]
        note = f"undoes {entry.undoes}" if entry.undoes is not None else ""
        note = f"undone by {undone[entry.number]}" if entry.number in undone else note
        texts = (entry.student, entry.exercise, change, entry.why, entry.who, entry.when, note)
        table.add_row(str(entry.number), *map(plain, texts))
    out.print(table if entries else "Nothing was adjusted.")


def _as_json(entry: AdjustmentEntry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "student": entry.student,
        "exercise": entry.exercise,
        "kind": str(entry.kind),
        "points": entry.points,
        "why": entry.why,
        "who": entry.who,
        "when": entry.when,
        "undoes": entry.undoes,
    }
