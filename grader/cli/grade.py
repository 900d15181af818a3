"""``virtlab grade``: a class."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from grader.calibration import class_yardsticks
from grader.cli.class_standings import CourseOption, RosterOption, course_at
from grader.cli.console import err, out, plain, print_json
from grader.cli.grade_json import as_printed
from grader.cli.grade_terms import Terms, terms
from grader.cli.interrupts import remembered_interrupts
from grader.cli.options import (
    ALL_CORES,
    DEFAULT_GRADEBOOK,
    MAX_SEED,
    ExerciseArgument,
    GradebookOption,
    JobsOption,
    JsonOption,
    SandboxOption,
    exercise_named,
)
from grader.cli.report import write_class_reports
from grader.cli.verdicts import class_table
from grader.errors import GraderError, UsageError
from grader.gradebook.gradebook import Gradebook, open_gradebook
from grader.pipeline import Bench, Work, grade_all, plan, renew
from grader.reports.writing import claim_folder
from grader.sandbox.choice import check_wanted, choose_for_class, sweep_leftovers
from grader.scoring.arrival import Arrival
from grader.scoring.grade import Grade, Unjudged
from grader.submissions.intake import Action, Intake, Source, collect
from harness.exercise.folder import ExerciseFolder
from harness.remote.sandbox import SandboxError


def grade(
    exercise: ExerciseArgument,
    submissions: Annotated[
        Path,
        typer.Argument(
            help="A folder with a folder, a clone or a .py file for each student, or a .zip of it."
        ),
    ],
    *,
    sandbox: SandboxOption = None,
    jobs: JobsOption = ALL_CORES,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            min=0,
            max=MAX_SEED,
            help="Seed of all random numbers; default: the course's private one, else 0.",
        ),
    ] = None,
    course: CourseOption = None,
    roster: RosterOption = None,
    source: Annotated[
        Source, typer.Option("--source", help="How the submissions lie on the disk.")
    ] = Source.AUTO,
    times: Annotated[
        Path | None,
        typer.Option("--times", help="Push times (CSV: repository,commit,time), from the server."),
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option("--template", help="What students' repositories were made from."),
    ] = None,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    report: Annotated[
        Path | None, typer.Option("--report", help="Folder for HTML, CSV and JSON reports.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Judge unchanged submissions again, too.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Grade a class. It can be interrupted at any moment; the same command goes on from there.

    Example: virtlab grade memory_allocator submissions/ --seed 4711 --report reports/

    Example: virtlab grade memory_allocator class.zip --jobs 8 --json > grades.jsonl

    Example: virtlab grade memory_allocator clones/ --course course.toml --times pushes.csv
    """
    folder = exercise_named(exercise)
    check_wanted(sandbox)
    agreed = terms(
        folder.slug,
        course=course,
        roster=roster,
        seed=seed,
        source=source,
        times=times,
        template=template,
    )
    intake = collect(submissions, agreed.wanted)
    if not intake.submissions and not intake.problems:
        raise UsageError(f"{submissions}: there is nothing to grade", "Is it the right folder?")
    _tell_problems(intake)
    agreed.tell_undated(intake)
    with open_gradebook(gradebook) as book:
        if report is not None:
            claim_folder(report)
        book.record_arrivals(arrivals_of(folder, intake))
        _keep_problems(book, folder, intake, agreed)
        work = plan(folder, intake.submissions, book, agreed.seed, again=again)
        renew(folder, work, book)
        results: list[Grade | Unjudged] = list(work.known)
        if work.to_judge:
            bench = _make_bench(sandbox, min(jobs, len(work.to_judge)), agreed.seed)
            results += judge_class(folder, work, book, bench, again=again)
        _print_results(results, json=json)
        if report is not None:
            page = write_class_reports(report, folder, book, course_at(course))
            err.print(plain(f"Report: {page}"))


def _make_bench(sandbox: str | None, jobs: int, seed: int) -> Bench:
    choice = choose_for_class(sandbox)
    sweep_leftovers(choice.name)
    err.print(plain(f"Judging with {choice.name}: {choice.reason}.", style="dim"))
    return Bench(choice.name, jobs, seed)


def judge_class(
    folder: ExerciseFolder, work: Work, book: Gradebook, bench: Bench, *, again: bool = False
) -> list[Grade | Unjudged]:
    """Judge what a plan has left to do, under a progress bar."""
    made: list[Grade | Unjudged] = []
    with remembered_interrupts() as check, progress_bar() as bar:
        total = len(work.known) + len(work.to_judge)
        task = bar.add_task("yardsticks", total=total, completed=len(work.known))
        try:
            yardsticks = class_yardsticks(folder, book, bench)
            bar.update(task, description=folder.slug)
            for one in grade_all(folder, work.to_judge, yardsticks, book, bench, again=again):
                made.append(one)
                bar.advance(task)
                check()
                if isinstance(one, Unjudged):
                    text = f"{one.student}: not graded: {one.reason}"
                    bar.console.print(plain(text, style="yellow"))
        except (KeyboardInterrupt, GraderError, SandboxError):
            bar.console.print(
                f"{len(made)} of {len(work.to_judge)} are judged and kept; "
                "the same command goes on with the others."
            )
            raise
    return made


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar with counts and times on standard error."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err) as bar:
        yield bar


def _tell_problems(intake: Intake) -> None:
    for problem in intake.problems:
        err.print(plain(f"{problem.student}: {problem.reason} ({problem.action})", style="yellow"))


def arrivals_of(folder: ExerciseFolder, intake: Intake) -> list[Arrival]:
    """Return what the gradebook keeps of submissions besides their grades."""
    return [
        Arrival(one.student, folder.slug, one.digest, one.submitted, one.revision, one.flags)
        for one in intake.submissions
    ]


def _keep_problems(book: Gradebook, folder: ExerciseFolder, intake: Intake, agreed: Terms) -> None:
    """Keep why a student has no grade, unless something else of theirs is graded."""
    graded = {one.student for one in intake.submissions}
    for problem in intake.problems:
        is_without = problem.action is Action.NOT_GRADED and problem.student not in graded
        if is_without and agreed.knows(problem.student):
            book.record_failure(problem.student, folder.slug, problem.reason)


def _print_results(results: list[Grade | Unjudged], *, json: bool) -> None:
    grades = [one for one in results if isinstance(one, Grade)]
    if json:
        for one in sorted(grades, key=lambda grade: grade.student):
            print_json(as_printed(one))
        return
    out.print(class_table(grades))
    unjudged = len(results) - len(grades)
    if unjudged:
        out.print(f"{unjudged} could not be judged; run the same command again to retry them.")
