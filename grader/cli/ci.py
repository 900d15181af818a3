"""``virtlab ci``: judges one solution in somebody else's machinery and leaves the grade there."""

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from grader.classroom.hosts import SOLUTIONS, Host, Run, deliver, deliver_refusal, detect_host
from grader.cli.console import err, out, plain
from grader.cli.options import ExerciseArgument, SandboxOption, exercise_named
from grader.cli.try_solution import judge_once
from grader.cli.verdicts import part_table
from grader.errors import GraderError, UsageError
from grader.escape import workflow_lines, workflow_message
from grader.exports.feedback import feedback
from grader.pipeline import to_grade
from grader.published import PUBLIC_SEED, published_yardsticks
from grader.sandbox.choice import Choice, choose_for_class, choose_for_student
from grader.scoring.grade import Grade, Unjudged
from grader.submissions.intake import Submission, read_solution
from harness.exercise.folder import ExerciseFolder


def ci(
    exercise: ExerciseArgument,
    *,
    solution: Annotated[
        Path | None,
        typer.Option("--solution", help="The file; default: where the target puts it."),
    ] = None,
    target: Annotated[
        Host | None, typer.Option("--target", help="Where it runs; default: what it finds.")
    ] = None,
    results: Annotated[
        Path | None,
        typer.Option("--results", help="Result file; default: where the target wants it."),
    ] = None,
    sandbox: SandboxOption = None,
) -> None:
    """Judge a solution in a student's repository, or in an autograder, and leave the grade there.

    GitHub Actions gets outputs, a summary and annotations; Classroom 50, Gradescope and PrairieLearn
    their result files; Autolab its last line. Without a sandbox that works it refuses; --sandbox
    process judges all the same, with nothing between the solution and the machine. Points lost are
    no failure of the command: it ends with 0 whenever it judged.

    Example: virtlab ci memory_allocator

    Example: virtlab ci memory_allocator --target gradescope --sandbox process
    """
    folder = exercise_named(exercise)
    host = target or detect_host(os.environ)
    path = solution or SOLUTIONS.get(host, Path("solution.py"))
    run = Run(host, path, results, os.environ)
    try:
        submission = _read(path)
    except UsageError as error:
        if deliver_refusal(run, str(error)):
            return
        if host is Host.ACTIONS:
            _say(f"::error title=virtlab::{workflow_message(str(error))}")
        raise
    # Standard output is the host's in some places: there, people are told on the other.
    with _no_commands(host):
        grade = _judge(folder, submission, _choose(sandbox).name)
        _show(folder, grade)
    # From here on no guest is alive.
    sys.stdout.write(deliver(run, grade, folder.manifest))
    sys.stdout.flush()


def _read(path: Path) -> Submission:
    """Take in the solution; a link could lead to what only we may read."""
    if path.is_symlink():
        raise UsageError(f"{path} is a symbolic link", "Commit the file itself.")
    return read_solution(path)


def _choose(sandbox: str | None) -> Choice:
    choice = choose_for_student(sandbox) if sandbox == "process" else choose_for_class(sandbox)
    err.print(plain(f"Judging with {choice.name}: {choice.reason}.", style="dim"))
    return choice


def _judge(folder: ExerciseFolder, submission: Submission, engine: str) -> Grade:
    yardsticks = published_yardsticks(folder)
    judged = judge_once(folder, submission, PUBLIC_SEED, engine, None)
    grade = to_grade(folder, submission, judged, yardsticks, PUBLIC_SEED)
    if isinstance(grade, Unjudged):
        raise GraderError(
            f"it could not be judged: {grade.reason}", "This is not the solution's fault."
        )
    return grade


def _show(folder: ExerciseFolder, grade: Grade) -> None:
    out.print()
    for item in feedback(grade, folder.manifest):
        if item.is_lost:
            out.print(plain(f"{item.name}\n{workflow_lines(item.message)}\n"), soft_wrap=True)
    out.print(part_table(grade))


@contextlib.contextmanager
def _no_commands(host: Host) -> Iterator[None]:
    """Let a log of GitHub Actions take no commands from what is printed meanwhile."""
    if host not in (Host.ACTIONS, Host.CLASSROOM50):
        yield
        return
    token = secrets.token_hex(16)
    _say(f"::stop-commands::{token}")
    try:
        yield
    finally:
        _say(f"::{token}::")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
