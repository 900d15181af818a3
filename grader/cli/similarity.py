"""``virtlab similarity``: pairs of solutions that share code; a reason to look, never a score."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from grader.cli.console import err, out, plain, print_json
from grader.cli.new_file import write_new_file
from grader.cli.options import ExerciseArgument, JsonOption, exercise_named
from grader.errors import GraderError, UsageError
from grader.reports.similarity_page import similarity_page
from grader.similarity.pairs import DEFAULT_LEAST_SHARE, Pair, Work, similar_pairs
from grader.submissions.intake import collect
from grader.submissions.student_folder import SOLUTION
from grader.submissions.wanted import Wanted
from harness.exercise.folder import ExerciseFolder

_ROWS_SHOWN = 20


def similarity(
    exercise: ExerciseArgument,
    submissions: Annotated[
        list[Path], typer.Argument(help="Folders or archives of this year, as 'grade' takes them.")
    ],
    *,
    former: Annotated[
        list[Path] | None,
        typer.Option("--former", help="Submissions of a former year; may be repeated."),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Page to write; it must not exist yet.")
    ] = None,
    least: Annotated[
        float, typer.Option("--least", min=0.05, max=1, help="Least share of common code.")
    ] = DEFAULT_LEAST_SHARE,
    json: JsonOption = False,
) -> None:
    """List pairs of solutions that share much code. A reason to look, never a score.

    Example: virtlab similarity memory_allocator submissions/ --former 2025/ --report similar.html
    """
    folder = exercise_named(exercise)
    if report is not None and report.exists():
        raise UsageError(f"{report}: there already", "Give another name, or move it away.")
    works = [
        *_works(exercise, submissions, former=False),
        *_works(exercise, former or [], former=True),
    ]
    if sum(not work.former for work in works) == 0:
        raise UsageError("there is nothing to compare", "Are they the right folders?")
    pairs = similar_pairs(works, _text(folder), least)
    if report is not None:
        write_new_file(report, similarity_page(folder.manifest.title.en, pairs, len(works), least))
        err.print(plain(f"Report: {report}"))
    if json:
        for pair in pairs:
            print_json(_as_json(exercise, pair))
        return
    out.print(_table(pairs))
    out.print(f"{len(works)} solutions compared, {len(pairs)} pairs to look at.")


def _text(folder: ExerciseFolder) -> str:
    try:
        return folder.stub_path.read_text(encoding="utf-8")
    except OSError as error:
        raise GraderError(f"{folder.stub_path}: {error.strerror}") from error


def _works(slug: str, paths: Sequence[Path], *, former: bool) -> Iterator[Work]:
    for path in paths:
        intake = collect(path, Wanted(slug=slug))
        for problem in intake.problems:
            text = f"{problem.student}: {problem.reason} ({path})"
            err.print(plain(text, style="yellow"))
        newest = {one.student: one for one in intake.submissions}
        for one in newest.values():
            source = one.sources[SOLUTION].decode("utf-8")
            owner = one.where if len(paths) > 1 else one.student
            yield Work(owner, source, former)


def _table(pairs: Sequence[Pair]) -> Table:
    table = Table("share", "tokens", "one", "the other", box=None)
    for pair in pairs[:_ROWS_SHOWN]:
        other = pair.right.owner + (" (former)" if pair.right.former else "")
        table.add_row(f"{pair.share:.0%}", str(pair.tokens), plain(pair.left.owner), plain(other))
    return table


def _as_json(exercise: str, pair: Pair) -> dict[str, Any]:
    return {
        "exercise": exercise,
        "left": pair.left.owner,
        "right": pair.right.owner,
        "right_is_former": pair.right.former,
        "share": round(pair.share, 4),
        "tokens": pair.tokens,
        "regions": [
            {"left": list(one.left), "right": list(one.right), "tokens": one.tokens}
            for one in pair.regions
        ],
    }
