"""``virtlab check``: the author's proof of an exercise."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.table import Table

from grader.cli import exit_codes
from grader.cli.console import err, out, plain, print_json
from grader.cli.grade import progress_bar
from grader.cli.options import (
    ALL_CORES,
    ExerciseArgument,
    JobsOption,
    JsonOption,
    SandboxOption,
    SeedOption,
    exercise_named,
)
from grader.errors import UsageError
from grader.pipeline import Bench
from grader.proof import Candidate, Examined, candidates, prove
from grader.published import PUBLIC_SEED, write_yardsticks
from grader.sandbox.choice import choose_for_class
from harness.exercise.folder import ExerciseFolder
from harness.exercise.layout import layout_faults
from harness.exercise.manifest import Part


def check(
    exercise: ExerciseArgument,
    *,
    sandbox: SandboxOption = None,
    jobs: JobsOption = ALL_CORES,
    seed: SeedOption = PUBLIC_SEED,
    seeds: Annotated[
        int, typer.Option("--seeds", min=1, help="Check under so many seeds, from --seed on.")
    ] = 1,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="A candidate, e.g. reference or mutants/NAME; may be repeated."
        ),
    ] = None,
    publish: Annotated[
        bool,
        typer.Option(
            "--write-yardsticks", help="Publish the figures for students, if all is well."
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Prove an exercise: full marks for what is right, every mutant killed by what its file names.

    Example: virtlab check memory_allocator --seeds 10

    Example: virtlab check memory_allocator --only mutants/no_coalescing
    """
    folder = exercise_named(exercise)
    faults = list(layout_faults(folder))
    chosen = _chosen(folder, only)
    choice = choose_for_class(sandbox)
    for number in range(seed, seed + seeds):
        bench = Bench(choice.name, jobs, number)
        examined = _examine(
            folder, chosen, bench, publish=publish and number == PUBLIC_SEED and not faults
        )
        faults += [
            f"seed {number}: {one.candidate.name} {fault}"
            for one in examined
            for fault in one.faults
        ]
        if json:
            for one in examined:
                print_json(_as_json(one))
        else:
            out.print(_table(folder, examined))
    for fault in faults:
        err.print(plain(fault, style="red"))
    if not json:
        out.print(_summary(chosen, faults, seeds))
    raise typer.Exit(exit_codes.OUR_FAULT if faults else exit_codes.DONE)


def _chosen(folder: ExerciseFolder, only: list[str] | None) -> tuple[Candidate, ...]:
    everyone = candidates(folder)
    if not only:
        return everyone
    chosen = tuple(one for one in everyone if one.name in only)
    unknown = set(only) - {one.name for one in chosen}
    if unknown:
        listed = ", ".join(one.name for one in everyone)
        raise UsageError(f"no candidate {min(unknown)!r}", f"There are: {listed}.")
    return chosen


def _examine(
    folder: ExerciseFolder, chosen: Sequence[Candidate], bench: Bench, *, publish: bool
) -> list[Examined]:
    order = {one.name: index for index, one in enumerate(chosen)}
    with progress_bar() as bar:
        task = bar.add_task(f"seed {bench.seed}", total=len(chosen))
        found = []
        on_start = (
            (lambda yardsticks: write_yardsticks(folder, yardsticks))
            if publish
            else (lambda _: None)
        )
        for one in prove(folder, tuple(chosen), bench, on_start):
            found.append(one)
            bar.advance(task)
            for fault in one.faults:
                bar.console.print(plain(f"{one.candidate.name} {fault}", style="red"))
    return sorted(found, key=lambda one: order[one.candidate.name])


def _table(folder: ExerciseFolder, examined: Sequence[Examined]) -> Table:
    """Return the kill matrix: a row a candidate, a column a property."""
    rows = folder.manifest.properties
    table = Table("candidate", "score", *(row.code for row in rows), "seconds", box=None)
    for one in examined:
        table.add_row(
            plain(one.candidate.name), f"{one.score:g}", *_cells(one), f"{one.seconds:.1f}"
        )
    return table


def _cells(one: Examined) -> list[str]:
    cells = []
    for item in one.outcomes:
        named = item.property in one.candidate.killed_by
        if item.property in one.killers:
            cells.append(
                "[bold green]X[/]"
                if named
                else "x"
                if one.candidate.role == "mutant"
                else "[red]0[/]"
            )
        elif item.is_lost:
            cells.append(f"{item.points:g}")
        else:
            cells.append("[bold red]![/]" if named else "·")
    return cells


def _summary(chosen: Sequence[Candidate], faults: list[str], seeds: int) -> str:
    mutants = sum(1 for one in chosen if one.role == "mutant")
    what = f"{len(chosen) - mutants} solutions, {mutants} mutants, {seeds} seed{'s' if seeds > 1 else ''}"
    return f"{what}: {len(faults)} faults" if faults else f"{what}: all as it must be"


def _as_json(one: Examined) -> dict[str, object]:
    return {
        "candidate": one.candidate.name,
        "role": one.candidate.role,
        "seed": one.seed,
        "score": one.score,
        "parts": {part.value: one.part_points(part) for part in Part},
        "failed": list(one.killers),
        "killed_by": list(one.candidate.killed_by),
        "faults": list(one.faults),
        "seconds": one.seconds,
    }
