"""``virtlab show``: what a student got, and why."""

from typing import Annotated

import typer

from grader.cli.adjust import adjustment_line
from grader.cli.console import out, plain, print_json
from grader.cli.grade_json import as_printed
from grader.cli.options import DEFAULT_GRADEBOOK, GradebookOption, JsonOption, exercise_named
from grader.cli.verdicts import part_table, print_lost_property
from grader.errors import UsageError
from grader.gradebook.gradebook import open_gradebook
from grader.scoring.grade import Grade


def show(
    student: Annotated[str, typer.Argument(help="As the gradebook has the name.")],
    exercise: Annotated[str | None, typer.Option("--exercise", help="Only this one.")] = None,
    *,
    gradebook: GradebookOption = DEFAULT_GRADEBOOK,
    json: JsonOption = False,
) -> None:
    """Show a student's newest grades, each lost property with its counterexample, adjustments, receipts.

    Example: virtlab show ada --exercise memory_allocator
    """
    with open_gradebook(gradebook) as book:
        grades = {one.exercise: one for one in book.grades(exercise, student)}
        failures = [one for one in book.failures(exercise) if one.student == student]
        entries = book.adjustments(exercise, student)
    if not grades and not failures and not entries:
        raise UsageError(
            f"the gradebook has nothing of {student!r}", "Is the name right, and --gradebook?"
        )
    for grade in grades.values():
        print_json(as_printed(grade)) if json else _show(grade)
    for failure in failures:
        if not json:
            out.print(plain(f"{failure.exercise}: not graded: {failure.reason}"))
    if entries and not json:
        out.print("Beside the judge's points:", style="bold")
        for entry in entries:
            out.print(plain(f"{entry.number}: {adjustment_line(entry)}"))


def _show(grade: Grade) -> None:
    manifest = exercise_named(grade.exercise).manifest
    out.print(plain(f"{grade.student}, {grade.exercise}", style="bold"))
    out.print(part_table(grade))
    out.print()
    known = {row.id for row in manifest.properties}
    for item in grade.outcomes:
        if item.is_lost and item.property in known:
            print_lost_property(manifest, item)
    receipt = grade.receipt
    out.print(
        plain(
            f"judged {receipt.started} in {receipt.seconds:.1f} s, seed {receipt.seed}, {receipt.sandbox}, "
            f"submission {receipt.submission_digest[:12]}, exercise {receipt.exercise_digest[:12]}",
            style="dim",
        )
    )
