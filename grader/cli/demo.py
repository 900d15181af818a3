"""``virtlab demo``: a class of eight, made of what the project comes with. ``make demo`` calls it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from grader.cli.console import err, out, plain
from grader.cli.grade import judge_class
from grader.cli.options import ALL_CORES, exercise_named
from grader.cli.report import write_class_reports
from grader.cli.verdicts import class_table
from grader.errors import GraderError
from grader.gradebook.gradebook import open_gradebook
from grader.pipeline import Bench, Work
from grader.sandbox.choice import Choice, choose_for_class, choose_for_student, sweep_leftovers
from grader.scoring.grade import Grade
from grader.submissions.intake import Submission
from harness.exercise.folder import PROJECT

_EXERCISE = "memory_allocator"


@dataclass(frozen=True, slots=True)
class Sample:
    """A made-up student: what they handed in, and whether it may run without a sandbox."""

    student: str
    path: str
    is_hostile: bool = False


SAMPLES = (
    Sample("ada (reference)", "reference/memory_allocator/solution.py"),
    Sample("bela (another strategy)", "reference/memory_allocator/segregated.py"),
    Sample("cleo (slow)", "reference/memory_allocator/first_fit.py"),
    Sample("dan (does not coalesce)", "exercises/memory_allocator/mutants/no_right_coalescing.py"),
    Sample("eva (leaks claims)", "exercises/memory_allocator/mutants/claim_leaks_at_rollback.py"),
    Sample(
        "finn (ignores double frees)", "exercises/memory_allocator/mutants/double_free_ignored.py"
    ),
    Sample("gil (the bare stub)", "exercises/memory_allocator/stub/solution.py"),
    Sample("hal (hostile)", "tests/end_to_end/hostile_allocator.py", is_hostile=True),
)


def demo(
    into: Annotated[Path, typer.Argument(help="Folder for the gradebook and the report.")] = Path(
        "demo"
    ),
) -> None:
    """Grade a sample class of eight and write its report.

    Example: virtlab demo
    """
    folder = exercise_named(_EXERCISE)
    choice, samples = _choose()
    err.print(plain(f"Judging with {choice.name}: {choice.reason}."))
    sweep_leftovers(choice.name)
    into.mkdir(parents=True, exist_ok=True)
    submissions = tuple(_submission(sample) for sample in samples)
    bench = Bench(choice.name, min(ALL_CORES, len(samples)), seed=0)
    with open_gradebook(f"sqlite:///{into / 'gradebook.sqlite'}") as book:
        made = judge_class(folder, Work((), submissions), book, bench, again=True)
        page = write_class_reports(into / "report", folder, book)
    out.print(class_table([one for one in made if isinstance(one, Grade)]))
    out.print(plain(f"The report: {page.resolve()}"))


def _choose() -> tuple[Choice, tuple[Sample, ...]]:
    """Return an engine; where none isolates, one that does not, and no hostile sample."""
    try:
        return choose_for_class(None), SAMPLES
    except GraderError as error:
        err.print(plain(f"No sandbox works here: {error}", style="yellow"))
        err.print(
            "The samples run as ordinary processes of yours, without the hostile one.",
            style="yellow",
        )
        return choose_for_student("process"), tuple(one for one in SAMPLES if not one.is_hostile)


def _submission(sample: Sample) -> Submission:
    path = PROJECT / sample.path
    try:
        source = path.read_bytes()
    except OSError as error:
        raise GraderError(
            f"{path}: {error.strerror}", "The demo runs from a checkout of virtlab."
        ) from error
    digest = hashlib.sha256(source).hexdigest()
    return Submission(sample.student, {"solution.py": source}, digest, str(path))
