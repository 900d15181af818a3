"""Runs of ``virtlab grade`` that a test watches from outside and stops when it wants."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

from grader.gradebook.gradebook import open_gradebook
from grader.scoring.grade import Grade, Unjudged
from tests.end_to_end.traces import wait_until_gone
from tests.grader.cli.command_line import (
    BROKEN,
    ECHO_SHORT,
    HONEST,
    PROGRAM,
    SIGN_LOST,
    environment,
    hand_in,
)

_LOOK_SECONDS = 0.02
SOURCES = (
    HONEST,
    SIGN_LOST,
    ECHO_SHORT,
    BROKEN,
    HONEST.replace("self.balance += amount", "import os; os._exit(3)"),
)


def hand_in_class(folder: Path, size: int) -> Path:
    """Write a class of solutions right and wrong, all different files."""
    sources = {
        f"student{number:02}": f"{SOURCES[number % len(SOURCES)]}\n# {number}\n"
        for number in range(size)
    }
    return hand_in(folder, sources)


@dataclass(frozen=True)
class Watched:
    """A grading run in progress.

    Attributes:
        process: The grader.
        token: Name of the folder that everything of the run is in.
        book: The gradebook's file.
    """

    process: subprocess.Popen[bytes]
    token: str
    book: Path

    def wait_for(self, happened: Callable[["Watched"], bool]) -> bool:
        """Wait until something is to be seen; False if the run ended first."""
        while not happened(self):
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_LOOK_SECONDS)
                return False
        return True

    def kill(self) -> None:
        """Kill the grader, and nothing but the grader; see that all the rest leaves by itself."""
        self.process.kill()
        self.process.communicate()
        assert wait_until_gone(self.token) == set()

    def interrupt(self) -> bytes:
        """Press Ctrl-C; return what the grader then says."""
        os.killpg(self.process.pid, signal.SIGINT)
        _, said = self.process.communicate()
        assert wait_until_gone(self.token) == set()
        return said


class ClassRuns:
    """One class, one gradebook, and as many runs as it takes."""

    def __init__(self, place: Path, size: int, *options: str, **settings: str) -> None:
        self.place = place
        self.book = place / "grades.sqlite"
        self.size = size
        hand_in_class(place / "class", size)
        # Sockets lie in it: their paths must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="vr"))
        self.folder.chmod(0o711)
        self._command = [
            *(str(PROGRAM), "grade", "ledger", "class", "--seed", "11", "--jobs", "2"),
            *("--gradebook", f"sqlite:///{self.book}", *options),
        ]
        self._environment = environment(TMPDIR=str(self.folder), **settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)

    @contextlib.contextmanager
    def started(self) -> Iterator[Watched]:
        """Start a run; it is over when this is left."""
        process = subprocess.Popen(
            self._command,
            cwd=self.place,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        with process:
            try:
                yield Watched(process, self.folder.name, self.book)
            finally:
                process.kill()

    def finish(self) -> int:
        """Run to the end; return the exit code."""
        with self.started() as run:
            _, said = run.process.communicate()
            assert wait_until_gone(run.token) == set()
            assert run.process.returncode == 0, said.decode()
            return run.process.returncode

    def grades(self) -> tuple[Grade, ...]:
        """Return every grade that was ever recorded."""
        if not self.book.exists():
            return ()
        with open_gradebook(f"sqlite:///{self.book}") as book:
            return book.grades(with_replaced=True)

    def failures(self) -> tuple[Unjudged, ...]:
        """Return who is recorded as not judged."""
        with open_gradebook(f"sqlite:///{self.book}") as book:
            return book.failures()

    def outcomes(self) -> dict[str, Any]:
        """Return what each student got, without times."""
        return {grade.student: timeless(grade) for grade in self.grades()}

    def sockets_left(self) -> list[Path]:
        """Return the folders of sandboxes that nobody removed."""
        return list(self.folder.glob("virtlab-*"))


def timeless(grade: Grade) -> dict[str, Any]:
    """Return a grade as JSON, without times: neither its own nor those that a test measured."""
    outcomes = tuple(
        replace(one, seconds=0.0, figures=_without_times(one.figures)) for one in grade.outcomes
    )
    receipt = replace(grade.receipt, started="", seconds=0.0)
    return replace(grade, outcomes=outcomes, receipt=receipt).to_json()


def _without_times(figures: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in figures.items() if not name.endswith("_seconds")}


def recorded(book: Path) -> int:
    """Return how many grades a gradebook holds, while somebody writes to it."""
    if not book.exists():
        return 0
    with contextlib.closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as connection:
        try:
            (count,) = connection.execute("select count(*) from grades").fetchone()
        except sqlite3.OperationalError:  # no table yet
            return 0
        return int(count)


def has_recorded(count: int) -> Callable[[Watched], bool]:
    """Return what looks for so many grades."""
    return lambda run: recorded(run.book) >= count


def moments(seed: int, count: int) -> list[tuple[str, int]]:
    """Return random moments for a kill: at what sign, and after how many more grades."""
    randomness = random.Random(seed)
    signs = ("process", "sandbox", "grade")
    return [(randomness.choice(signs), randomness.randint(0, 1)) for _ in range(count)]
