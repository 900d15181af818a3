"""``virtlab regrade``: a class judged anew after its exercise was mended."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from grader.cli.console import err, out, plain, print_json
from grader.cli.grade import judge_class
from grader.cli.options import (
    ALL_CORES,
    DEFAULT_GRADEBOOK,
    ExerciseArgument,
    GradebookOption,
    JobsOption,
    JsonOption,
    SandboxOption,
    exercise_named,
)
from grader.course.adjustments import adjustments_of
from grader.errors import UsageError
from grader.gradebook.engine import sqlite_url
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.pipeline import Bench, plan
from grader.regrade import Change, RegradePlan, changes, plan_regrade, write_changes
from grader.sandbox.choice import check_wanted, choose_for_class, sweep_leftovers
from grader.scoring.grade import Grade, total_points
from grader.submissions.intake import collect
from grader.submissions.wanted import Wanted
from harness.exercise.folder import ExerciseFolder


def regrade(
    exercise: ExerciseArgument,
    submissions: Annotated[Path, typer.Argument(help="What was graded, as 'grade' takes it.")],
    *,
    write: Annotated[
        bool, typer.Option("--write", help="Write the new grades without asking.")
    ] = False,
    draft: Annotated[
        Path | None, typer.Option("--draft", help="File for the new grades until they are written.")
    ] = None,
    sandbox: SandboxOption = None,
    jobs: JobsOption = ALL_CORES,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    json: JsonOption = False,
) -> None:
    """Judge graded submissions under the mended exercise; show who gains and loses, then write.

    Each is judged with the seed of its grade. The same command goes on after an interruption. The
    old grades stay in the gradebook, and adjustments stay as they are.

    Example: virtlab regrade memory_allocator submissions/

    Example: virtlab regrade memory_allocator submissions/ --write
    """
    folder = exercise_named(exercise)
    check_wanted(sandbox)
    intake = collect(submissions, Wanted(slug=folder.slug))
    path = draft or Path(f"regrade-{folder.slug}-{folder.digest()[:12]}.sqlite")
    with open_gradebook(gradebook) as book:
        found = plan_regrade(folder, intake.submissions, book)
        for student, reason in found.left:
            err.print(plain(f"{student}: left as it is: {reason}", style="yellow"))
        if not found.by_seed:
            raise UsageError(
                f"nothing to judge anew in {folder.slug}",
                "Was the exercise changed, and are these the submissions that were graded?",
            )
        with open_gradebook(sqlite_url(path)) as new:
            made = _judge(folder, found, new, sandbox, jobs)
            wanted = changes(found, made)
            _show(wanted, book, json=json)
            if not write and not _confirmed(wanted, path):
                return
            written = write_changes(wanted, new, book)
        for one in wanted:
            if one not in written:
                err.print(plain(f"{one.student}: graded again meanwhile, left as it is", "yellow"))
        err.print(plain(f"{len(written)} grades written; the old ones are kept."))
    if len(made) == sum(map(len, found.by_seed.values())) and len(written) == len(wanted):
        path.unlink()


def _judge(
    folder: ExerciseFolder, found: RegradePlan, new: Gradebook, sandbox: str | None, jobs: int
) -> list[Grade]:
    """Return new grades, judging those that the draft has not."""
    choice = choose_for_class(sandbox)
    sweep_leftovers(choice.name)
    made: list[Grade] = []
    for seed, submissions in found.by_seed.items():
        work = plan(folder, submissions, new, seed)
        made += work.known
        if work.to_judge:
            bench = Bench(choice.name, min(jobs, len(work.to_judge)), seed)
            judged = judge_class(folder, work, new, bench)
            made += [one for one in judged if isinstance(one, Grade)]
    return made


def _confirmed(wanted: Sequence[Change], path: Path) -> bool:
    if wanted and sys.stdin.isatty() and sys.stderr.isatty():
        if typer.confirm("Write the new grades?", err=True):
            return True
        err.print("Nothing was written.")
    else:
        err.print("Nothing was written; the same command with --write writes it.")
    err.print(plain(f"The new grades are in {path}."))
    return False


def _show(wanted: Sequence[Change], book: Gradebook, *, json: bool) -> None:
    exercise = wanted[0].new.exercise if wanted else None
    adjusted = {
        student: total_points(one.points for one in found)
        for (student, _), found in adjustments_of(book.adjustments(exercise)).items()
    }
    if json:
        for one in wanted:
            print_json(_as_json(one, adjusted.get(one.student, 0.0)))
        return
    table = Table("student", "before", "after", "change", "where", "adjusted", box=None)
    for one in wanted:
        if one.points or one.properties:
            where = " ".join(f"{code} {points:+g}" for code, points in one.properties)
            beside = f"{adjusted[one.student]:+g}" if adjusted.get(one.student) else ""
            scores = f"{one.old.score:g}", f"{one.new.score:g}", f"{one.points:+g}"
            table.add_row(plain(one.student), *scores, where, beside)
    out.print(table)
    gain = sum(one.points > 0 for one in wanted)
    lose = sum(one.points < 0 for one in wanted)
    out.print(f"{gain} gain, {lose} lose, {len(wanted) - gain - lose} keep their points.")


def _as_json(one: Change, adjusted: float) -> dict[str, Any]:
    return {
        "student": one.student,
        "exercise": one.new.exercise,
        "before": one.old.score,
        "after": one.new.score,
        "change": one.points,
        "properties": dict(one.properties),
        "adjusted": adjusted,
        "exercise_digest": one.new.receipt.exercise_digest,
    }
