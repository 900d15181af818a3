"""``virtlab repro``: a counterexample as a program of its own."""

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import out
from grader.cli.options import SandboxOption, SeedOption
from grader.cli.try_solution import (
    ExerciseOption,
    PathArgument,
    chosen_properties,
    exercise_of,
    judge_once,
)
from grader.cli.workplace import find_workplace
from grader.errors import GraderError, UsageError
from grader.published import PUBLIC_SEED
from grader.sandbox.choice import choose_for_student
from grader.submissions.intake import read_solution
from harness.outcomes import Outcome, Verdict
from harness.properties.program import FIRST_WORDS, repro_name


def repro(
    property_id: Annotated[
        str, typer.Argument(metavar="PROPERTY", help="A property's id or code.")
    ],
    path: PathArgument = Path(),
    *,
    exercise: ExerciseOption = None,
    seed: SeedOption = PUBLIC_SEED,
    sandbox: SandboxOption = None,
) -> None:
    """Write a property's counterexample beside your solution, as a program that needs no virtlab.

    Example: virtlab repro freed-neighbours-join && python3 repro_freed_neighbours_join.py
    """
    workplace = find_workplace(path)
    folder = exercise_of(workplace, exercise)
    wanted = chosen_properties(folder, [property_id]) or ()
    outcome = workplace.last_outcomes().get(wanted[0])
    if outcome is None:
        submission = read_solution(workplace.solution)
        engine = choose_for_student(sandbox).name
        judged = judge_once(folder, submission, seed, engine, wanted, quiet=True)
        if judged.failure:
            raise GraderError(f"it could not be judged: {judged.failure}")
        outcome = judged.outcomes[0]
    target = workplace.folder / repro_name(wanted[0])
    _write(target, outcome)


def _write(target: Path, outcome: Outcome) -> None:
    if outcome.verdict is Verdict.PASSED:
        out.print(f"{outcome.property} holds: there is nothing to reproduce.")
        return
    if outcome.repro is None:
        out.print(f"{outcome.property}: {outcome.message}", markup=False)
        out.print("There is no single trial to repeat: the message above says all there is.")
        return
    if target.exists() and not target.read_text(encoding="utf-8", errors="replace").startswith(
        FIRST_WORDS
    ):
        raise UsageError(f"{target}: there already, and not written by virtlab", "Move it away.")
    target.write_text(outcome.repro, encoding="utf-8")
    out.print(
        f"{target}: run it with 'python3 {target.name}' in {target.parent.resolve()}", markup=False
    )
