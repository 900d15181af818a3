"""The same tests with no sandbox and no wire: what judging would cost if the judge imported solutions.

Only for comparing. It offers what ``submission`` offers, made of the solution's own objects.
"""

import sys
import time
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from harness.outcomes import Outcome
from harness.pytest_plugin import JudgePlugin, Task, pytest_arguments
from harness.remote.batch import Answer, Answers


class DirectBatch:
    """Calls that are made at once."""

    def __init__(self) -> None:
        self._answers: list[Answer] = []
        self._start = time.process_time()

    def call(self, target: Any, method: str, *args: Any, **keywords: Any) -> Any:
        """Make a call; its value is its own ``Later``."""
        try:
            value = getattr(target, method)(*args, **keywords)
        except Exception as error:  # noqa: BLE001 - an answer like any other
            self._answers.append(Answer(exception=error))  # type: ignore[arg-type] # not GuestRaised here
            return None
        self._answers.append(Answer(value=value))
        return value

    def run(self) -> Answers:
        """Return what was answered."""
        found = Answers(self._answers)
        found.cpu_seconds = time.process_time() - self._start
        return found


class DirectGuest:
    """Has the few members of a guest that the plugin itself uses."""

    def __init__(self) -> None:
        self.history: list[Any] = []
        self.prints = ""

    def begin_trial(self) -> None:
        """Nothing is kept between trials."""

    def close(self) -> None:
        """There is nothing to close."""


class DirectPlugin(JudgePlugin):
    """The judge's plugin with the solution imported."""

    @pytest.fixture
    def submission(self) -> Any:
        """Give the solution's own classes."""
        self._guest = DirectGuest()  # type: ignore[assignment] # as much of one as is needed
        module = ModuleType("solution")
        sys.modules["solution"] = module
        exec(compile(self._task.source, "solution.py", "exec"), module.__dict__)
        for name, kind in {**self._interface.records, **self._interface.exceptions}.items():
            setattr(module, name, kind)
        names = {name: getattr(module, name) for name in self._interface.classes}
        return SimpleNamespace(**names, batch=DirectBatch, begin_trial=lambda: None)


def judge_in_process(task: Task) -> list[Outcome]:
    """Run an exercise's tests against an imported solution."""
    outcomes: list[Outcome] = []
    plugin = DirectPlugin(task, None, outcomes.append)  # type: ignore[arg-type] # no host is needed
    pytest.main(pytest_arguments(task.exercise), plugins=[plugin])
    return outcomes
