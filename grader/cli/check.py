"""``virtlab check``: the author's proof of an exercise."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.table import Table

from grader.cli import exit_codes
from grader.cli.console import err, out, plain, print_json
from grader.cli.grade import progress_bar
from grader.cli.options import (
    ALL_CORES,
    JobsOption,
    JsonOption,
    SandboxOption,
    SeedOption,
    exercise_named,
    known_exercises,
)
from grader.errors import UsageError
from grader.pipeline import Bench
from grader.proof import Candidate, Examined, candidates, prove
from grader.published import PUBLIC_SEED, write_yardsticks
from grader.sandbox.choice import choose_for_class
from grader.scoring.grade import GradedOutcome
from grader.scoring.policy_curve import Yardstick
from harness.exercise.folder import ExerciseFolder
from harness.exercise.layout import layout_faults
from harness.exercise.manifest import Part
from harness.outcomes import Verdict


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found about one exercise, over all seeds."""

    exercise: ExerciseFolder
    chosen: tuple[Candidate, ...]
    examined: tuple[Examined, ...]
    faults: tuple[str, ...]


def check(
    exercise: Annotated[
        str | None, typer.Argument(help="The exercise's slug; see 'virtlab list'.")
    ] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every exercise of the catalogue.")] = False,
    sandbox: SandboxOption = None,
    jobs: JobsOption = ALL_CORES,
    seed: SeedOption = PUBLIC_SEED,
    seeds: Annotated[
        int,
        typer.Option(
            "--seeds",
            min=1,
            help="So many seeds, from --seed on; after the first, mutants meet only the properties they name.",
        ),
    ] = 1,
    matrix: Annotated[
        bool,
        typer.Option(help="Under the first seed, let mutants meet all properties; slower."),
    ] = True,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", help="A candidate, e.g. reference or mutants/NAME; may be repeated."
        ),
    ] = None,
    publish: Annotated[
        bool, typer.Option("--write-yardsticks", help="Publish the figures of seed 0 for students.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Prove an exercise: full marks for what is right, every mutant killed by what its file names.

    Example: virtlab check memory_allocator --seeds 10

    Example: virtlab check memory_allocator --only mutants/no_right_coalescing
    """
    folders = _folders(exercise, every=every)
    engine = choose_for_class(sandbox).name
    benches = [Bench(engine, jobs, number) for number in range(seed, seed + seeds)]
    proofs = [
        _prove(folder, only, benches, matrix=matrix, publish=publish, json=json)
        for folder in folders
    ]
    if not json:
        out.print(_summary(proofs, seeds))
    lost = any(proof.faults for proof in proofs)
    raise typer.Exit(exit_codes.OUR_FAULT if lost else exit_codes.DONE)


def _folders(slug: str | None, *, every: bool) -> tuple[ExerciseFolder, ...]:
    if every == (slug is not None):
        raise UsageError("give an exercise, or --all", "Example: virtlab check memory_allocator")
    return known_exercises() if slug is None else (exercise_named(slug),)


def _prove(
    folder: ExerciseFolder,
    only: list[str] | None,
    benches: Sequence[Bench],
    *,
    matrix: bool,
    publish: bool,
    json: bool,
) -> Proof:
    """Check the layout, then judge the candidates under each seed, showing what is found."""
    faults = list(layout_faults(folder))
    for fault in faults:  # now: what is missing may be needed for what follows
        err.print(plain(fault, style="red"))
    chosen = _chosen(folder, only)
    examined: list[Examined] = []
    for bench in benches:
        on_start = _publisher(folder) if publish and bench.seed == PUBLIC_SEED else _ignore
        whole = matrix and bench == benches[0]
        made = _examine(folder, chosen, bench, on_start, whole_matrix=whole)
        found = [
            f"seed {bench.seed}: {one.candidate.name} {text}" for one in made for text in one.faults
        ]
        for fault in found:
            err.print(plain(fault, style="red"))
        faults += found
        examined += made
        if json:
            for one in made:
                print_json(_as_json(folder, one))
        else:
            out.print(_table(folder, made))
    return Proof(folder, chosen, tuple(examined), tuple(faults))


def _publisher(folder: ExerciseFolder) -> Callable[[Mapping[str, Yardstick]], None]:
    return lambda yardsticks: write_yardsticks(folder, yardsticks)


def _ignore(yardsticks: Mapping[str, Yardstick]) -> None:
    del yardsticks


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
    folder: ExerciseFolder,
    chosen: tuple[Candidate, ...],
    bench: Bench,
    on_start: Callable[[Mapping[str, Yardstick]], None],
    *,
    whole_matrix: bool,
) -> list[Examined]:
    order = {one.name: index for index, one in enumerate(chosen)}
    found = []
    with progress_bar() as bar:
        task = bar.add_task(f"{folder.slug}, seed {bench.seed}", total=len(chosen))
        for one in prove(folder, chosen, bench, on_start, whole_matrix=whole_matrix):
            found.append(one)
            bar.advance(task)
    return sorted(found, key=lambda one: order[one.candidate.name])


def _table(folder: ExerciseFolder, examined: Sequence[Examined]) -> Table:
    """Return the kill matrix: a row a candidate, a column a property."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    headings = ["candidate", "score", *(row.code for row in folder.manifest.properties), "seconds"]
    for heading in headings:
        table.add_column(heading, no_wrap=True)
    for one in examined:
        cells = [_cell(one, item) for item in one.outcomes]
        table.add_row(plain(one.candidate.name), f"{one.score:g}", *cells, f"{one.seconds:.1f}")
    return table


def _cell(one: Examined, item: GradedOutcome) -> str:
    """Return X for a kill that the mutant names, x for another, ! for a miss, points where some were lost."""
    named = item.property in one.candidate.killed_by
    if item.verdict is Verdict.NOT_RUN:
        return ""
    if item.property in one.killers:
        return "[bold green]X[/]" if named else "x"
    if named:
        return "[bold red]![/]"
    return f"{item.points:g}" if item.is_lost else "·"


def _summary(proofs: Sequence[Proof], seeds: int) -> Table:
    """Return one row an exercise."""
    table = Table(
        "exercise", "reference", "mutants killed", "solutions", "seeds", "faults", box=None
    )
    for proof in proofs:
        mutants = [one for one in proof.examined if one.candidate.role == "mutant"]
        killed = sum(1 for one in mutants if not one.faults)
        scores = [f"{one.score:g}" for one in proof.examined if one.candidate.role == "reference"]
        correct = sum(1 for one in proof.chosen if one.role == "correct")
        table.add_row(
            proof.exercise.slug,
            " ".join(sorted(set(scores))),
            f"{killed} of {len(mutants)}",
            str(correct),
            str(seeds),
            str(len(proof.faults)),
        )
    return table


def _as_json(folder: ExerciseFolder, one: Examined) -> dict[str, object]:
    return {
        "exercise": folder.slug,
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
