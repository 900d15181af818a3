"""A student's folder: which exercise it is for, and what the last test there found."""

import contextlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.errors import GraderError, UsageError
from harness.outcomes import Outcome

SOLUTION = "solution.py"
_STATE = ".virtlab"


@dataclass(frozen=True, slots=True)
class Workplace:
    """A folder with a solution in it."""

    solution: Path

    @property
    def folder(self) -> Path:
        """Where the solution lies."""
        return self.solution.parent

    @property
    def _state(self) -> Path:
        return self.folder / _STATE

    def exercise(self) -> str | None:
        """Return the slug of the exercise that was started here, if it is known."""
        try:
            return (self._state / "exercise").read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError):
            return None

    def remember_exercise(self, slug: str) -> None:
        """Note for which exercise the folder is."""
        self._write("exercise", slug + "\n")

    def remember_outcomes(self, circumstances: list[Any], outcomes: Iterable[Outcome]) -> None:
        """Keep what a test found, for ``virtlab repro``; where that can not be, it judges again."""
        found = [outcome.to_json() for outcome in outcomes]
        with contextlib.suppress(GraderError):
            self._write("last.json", json.dumps([circumstances, found]))

    def last_outcomes(self, circumstances: list[Any]) -> dict[str, Outcome]:
        """Return what the last test found under the same circumstances, by property."""
        try:
            text = (self._state / "last.json").read_text(encoding="utf-8")
            then, items = json.loads(text)
            found = [Outcome.from_json(item) for item in items] if then == circumstances else []
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return {outcome.property: outcome for outcome in found}

    def _write(self, name: str, text: str) -> None:
        try:
            self._state.mkdir(exist_ok=True)
            (self._state / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise GraderError(f"{self._state / name}: {error.strerror}") from error


def find_workplace(path: Path) -> Workplace:
    """Return the workplace at a solution's file, or at its folder.

    Raises:
        UsageError: There is no solution.
    """
    solution = path / SOLUTION if path.is_dir() else path
    if not solution.is_file():
        raise UsageError(
            f"{solution}: there is no such file",
            "Give the path of your solution.py, or start with 'virtlab start EXERCISE'.",
        )
    return Workplace(solution)
