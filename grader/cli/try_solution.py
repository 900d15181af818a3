"""``virtlab test``: a student's own loop."""

from pathlib import Path
from typing import Annotated, Any

import typer

from grader.cli import exit_codes
from grader.cli.console import err, out, plain, print_json
from grader.cli.options import JsonOption, SandboxOption, SeedOption, exercise_named
from grader.cli.verdicts import part_table, print_lost_property, verdict_line
from grader.cli.workplace import Workplace, find_workplace
from grader.errors import GraderError, UsageError
from grader.judging.job import Job, Judged
from grader.pipeline import Bench, judge_all, to_grade
from grader.published import PUBLIC_SEED, published_yardsticks
from grader.sandbox.choice import Choice, choose_for_student
from grader.scoring.grade import Grade, Unjudged
from grader.submissions.intake import Submission, read_solution
from harness.exercise.folder import ExerciseFolder
from harness.outcomes import Outcome

PathArgument = Annotated[Path, typer.Argument(help="Your solution.py, or the folder it lies in.")]
ExerciseOption = Annotated[
    str | None,
    typer.Option("--exercise", help="Needed only outside a folder made by 'virtlab start'."),
]


def try_solution(
    path: PathArgument = Path(),
    *,
    exercise: ExerciseOption = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="A property's id or code; may be repeated.")
    ] = None,
    seed: SeedOption = PUBLIC_SEED,
    sandbox: SandboxOption = None,
    json: JsonOption = False,
) -> None:
    """Judge your own solution: points by part, and a counterexample for each lost property.

    Example: virtlab test                      (in the folder that 'virtlab start' made)

    Example: virtlab test my/solution.py --exercise memory_allocator --only A1
    """
    workplace = find_workplace(path)
    folder = exercise_of(workplace, exercise)
    submission = read_solution(workplace.solution)
    wanted = chosen_properties(folder, only)
    yardsticks = published_yardsticks(folder)
    choice = choose_for_student(sandbox)
    _announce(choice)
    judged = judge_once(folder, submission, seed, choice.name, wanted, quiet=json)
    grade = to_grade(folder, submission, judged, yardsticks, seed)
    if isinstance(grade, Unjudged):
        raise GraderError(
            f"it could not be judged: {grade.reason}", "This is not your solution's fault."
        )
    workplace.remember_outcomes(circumstances(folder, submission, seed), judged.outcomes)
    if json:
        print_json(grade.to_json())
    else:
        _show(folder, grade, wanted, seed)
    lost = any(item.is_lost for item in grade.outcomes if wanted is None or item.property in wanted)
    raise typer.Exit(exit_codes.POINTS_LOST if lost else exit_codes.DONE)


def exercise_of(workplace: Workplace, named: str | None) -> ExerciseFolder:
    """Return the exercise that a workplace is for."""
    slug = named or workplace.exercise() or workplace.folder.resolve().name
    try:
        return exercise_named(slug)
    except UsageError as error:
        raise UsageError(str(error), "Say which exercise it is with --exercise.") from None


def chosen_properties(folder: ExerciseFolder, only: list[str] | None) -> tuple[str, ...] | None:
    """Return property ids for ids or codes; None for all.

    Raises:
        UsageError: There is no such property.
    """
    if not only:
        return None
    rows = folder.manifest.properties
    known = {row.id: row.id for row in rows} | {row.code: row.id for row in rows}
    unknown = [name for name in only if name not in known]
    if unknown:
        listed = ", ".join(f"{row.code} {row.id}" for row in rows)
        raise UsageError(f"no property {unknown[0]!r} in {folder.slug}", f"There are: {listed}.")
    return tuple(known[name] for name in only)


def _announce(choice: Choice) -> None:
    if choice.name == "process":
        text = f"Judging without a sandbox, as an ordinary process of yours: {choice.reason}."
        err.print(plain(text, style="yellow"))


def circumstances(folder: ExerciseFolder, submission: Submission, seed: int) -> list[Any]:
    """Return what must be the same for a judgement to come out the same."""
    return [folder.digest(), submission.digest, seed]


def judge_once(
    folder: ExerciseFolder,
    submission: Submission,
    seed: int,
    engine: str,
    wanted: tuple[str, ...] | None,
    *,
    quiet: bool = False,
) -> Judged:
    """Judge one solution, printing each verdict as it comes."""

    def on_outcome(_: str, outcome: Outcome) -> None:
        if not quiet:
            out.print(verdict_line(folder.manifest, outcome))

    source = submission.sources["solution.py"].decode("utf-8")
    job = Job(folder.path, source, seed, wanted)
    ((_, judged),) = judge_all(folder, [("", job)], Bench(engine, 1, seed), on_outcome)
    return judged


def _show(folder: ExerciseFolder, grade: Grade, wanted: tuple[str, ...] | None, seed: int) -> None:
    out.print()
    for item in grade.outcomes:
        if item.is_lost and (wanted is None or item.property in wanted):
            print_lost_property(folder.manifest, item)
    if wanted is None:
        out.print(part_table(grade))
    if seed != PUBLIC_SEED:
        err.print(
            f"Policy points under seed {seed} are scored with the figures published for seed {PUBLIC_SEED}.",
            style="dim",
        )
