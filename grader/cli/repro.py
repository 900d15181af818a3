"""``virtlab repro``: a counterexample as a program of its own."""

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import out, plain
from grader.cli.options import SandboxOption, SeedOption
from grader.cli.try_solution import (
    ExerciseOption,
    PathArgument,
    chosen_properties,
    circumstances,
    exercise_of,
    judge_once,
)
from grader.cli.workplace import SOLUTION, Workplace, find_workplace
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
    submission = read_solution(workplace.solution)
    known = workplace.last_outcomes(circumstances(folder, submission, seed))
    outcome = known.get(wanted[0])
    if outcome is None:
        engine = choose_for_student(sandbox).name
        judged = judge_once(folder, submission, seed, engine, wanted, quiet=True)
        if judged.failure:
            raise GraderError(f"it could not be judged: {judged.failure}")
        outcome = judged.outcomes[0]
    if outcome.verdict is Verdict.JUDGE_ERROR:
        raise GraderError(
            f"it could not be judged: {outcome.message}", "This is not your solution's fault."
        )
    _write(workplace, outcome)


def _write(workplace: Workplace, outcome: Outcome) -> None:
    if outcome.verdict is Verdict.PASSED:
        out.print(f"{outcome.property} holds: there is nothing to reproduce.")
        return
    if outcome.repro is None:
        out.print(plain(f"{outcome.property}: {outcome.message}"))
        out.print("There is no single trial to repeat: the message above says all there is.")
        return
    target = workplace.folder / repro_name(outcome.property)
    try:
        if os.path.lexists(target) and not _is_ours(target):
            raise UsageError(
                f"{target}: there already, and not written by virtlab", "Move it away."
            )
        target.write_text(outcome.repro, encoding="utf-8")
    except OSError as error:
        raise GraderError(f"{target}: {error.strerror}", "Make the folder writable.") from error
    command = ["python3", str(target)]
    if workplace.solution.name != SOLUTION:
        command.append(str(workplace.solution))
    out.print(plain(f"Run it: {shlex.join(command)}"), soft_wrap=True)


def _is_ours(path: Path) -> bool:
    """Tell whether we wrote a file that may be replaced."""
    with path.open("rb") as file:
        return not path.is_symlink() and file.read(len(FIRST_WORDS)) == FIRST_WORDS.encode()
