"""Solutions in a guest, in an ordinary process with no isolation, for tests of what judges them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from grader.sandbox.process import ProcessEngine
from harness.exercise.folder import ExerciseFolder
from harness.remote.guest import Budgets, Guest, WaitingTime
from harness.remote.host import Host
from harness.remote.proxy import Submission
from harness.remote.sandbox import Limits
from harness.remote.supervisor_link import SupervisorLink


def mutant_of(exercise: ExerciseFolder, name: str) -> Path:
    """Return a mutant's file."""
    return exercise.path / "mutants" / f"{name}.py"


@contextmanager
def running_for(exercise: ExerciseFolder, path: Path) -> Iterator[Submission]:
    """Give the proxy of a solution of the exercise."""
    source = path.read_text(encoding="utf-8")
    with Host(lambda: SupervisorLink(ProcessEngine(), Limits())) as host:
        guest = Guest(host, source, exercise.interface(), Budgets(), WaitingTime(120))
        yield Submission(guest)
        guest.close()
