"""The judge as a pytest plugin: fixtures for authors, reports turned into outcomes.

An instance is handed to ``pytest.main``; it judges one submission with the tests of one exercise::

    plugin = JudgePlugin(Task(exercise, source, seed), host, report=print)
    pytest.main(pytest_arguments(exercise), plugins=[plugin])
    plugin.breakdown    # why the tests could not be run to their end, or ""

A failure has an owner. The solution's becomes a verdict; anything else ends in JUDGE_ERROR.
"""

import functools
import os
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import hypothesis
import pytest
from hypothesis.errors import Flaky, HypothesisException

from harness.exercise.folder import ExerciseFolder
from harness.exercise.manifest import Property
from harness.graded import AnotherRuleBrokenError, graded_property
from harness.history import Call
from harness.outcomes import Outcome, Verdict
from harness.properties.breakdown import JudgeFailed, breakdown_of
from harness.properties.counterexample import statements
from harness.properties.failure import Failure, PropertyRun
from harness.properties.profile import PROFILE, property_random, property_seed
from harness.properties.program import program
from harness.remote.errors import GuestError, GuestRaised, PropertyEnded
from harness.remote.guest import Budgets, Guest, WaitingTime
from harness.remote.host import Host
from harness.remote.proxy import Submission
from harness.remote.replay import first_difference
from harness.remote.sandbox import SandboxError
from harness.remote.texts import shortened
from harness.schedule_table import table_lines

_LOST = (AssertionError, GuestError, GuestRaised, PropertyEnded, pytest.fail.Exception)
_MAX_TRACEBACK = 8000
_MAX_MESSAGE = 4000
_MAX_PROGRAM = 2**20
_MAX_REPLAYED_CALLS = 3000
_HANGING_SECONDS = 3
"""How much longer a student's own machine may take before a call counts as one that hangs."""


def pytest_arguments(exercise: ExerciseFolder) -> list[str]:
    """Return the arguments under which an exercise's tests are run, whatever lies around them."""
    return [
        *("-c", os.devnull, f"--rootdir={exercise.root}", "-o", f"pythonpath={exercise.root}"),
        *("--noconftest", "--import-mode=importlib"),
        "--disable-plugin-autoload",
        *(f"-pno:{name}" for name in ("cacheprovider", "terminal", "faulthandler", "logging")),
        *("-o", "python_files=test_*.py bench_*.py", "--assert=plain", "-s"),
        str(exercise.tests_path),
    ]


class Figures:
    """Takes what a metric or benchmark measured."""

    def __init__(self) -> None:
        self.values: dict[str, float] = {}

    def record(self, name: str, value: float) -> None:
        """Hand in one figure; a name is used once a property."""
        if name in self.values:
            raise ValueError(f"the figure {name} was recorded twice")
        self.values[name] = float(value)


@dataclass(frozen=True, slots=True)
class Task:
    """What is judged."""

    exercise: ExerciseFolder
    source: str
    seed: int
    only: frozenset[str] | None = None
    shrink: bool = True


class JudgePlugin:
    """Judges one submission. Hooks and fixtures are pytest's; see the module's docstring."""

    def __init__(self, task: Task, host: Host, report: Callable[[Outcome], None]) -> None:
        self._task = task
        self._manifest = task.exercise.manifest
        self._host = host
        self._report = report
        self._interface = task.exercise.interface()
        limits = self._manifest.limits
        self._budgets = Budgets(
            limits.load_seconds,
            limits.call_seconds,
            limits.batch_seconds,
            limits.property_seconds,
            limits.submission_seconds,
        )
        self._waiting = WaitingTime(limits.submission_seconds)
        self._run = PropertyRun(shrink=task.shrink)
        self._guest: Guest | None = None
        self._figures = Figures()
        self.breakdown = ""
        hypothesis.settings.load_profile(PROFILE)

    # fixtures

    @pytest.fixture
    def submission(self) -> Iterator[Submission]:
        """Stands for the student's module, in a fresh child."""
        self._guest = self._new_guest()
        yield Submission(self._guest)
        self._guest.close()

    @pytest.fixture
    def randomness(self, request: pytest.FixtureRequest) -> Random:
        """Random numbers of this seed and this property."""
        return property_random(self._task.seed, _property_of(request.node))

    @pytest.fixture
    def figures(self) -> Figures:
        """Takes what is measured."""
        return self._figures

    def _new_guest(self) -> Guest:
        return Guest(self._host, self._task.source, self._interface, self._budgets, self._waiting)

    # hooks

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep graded tests, in the manifest's order; seed and wrap them."""
        by_property: dict[str, pytest.Item] = {}
        for item in items:
            if by_property.setdefault(_property_of(item), item) is not item and _property_of(item):
                raise JudgeFailed(f"{_property_of(item)} is judged twice, also by {item.nodeid}")
        known = [row.id for row in self._manifest.properties]
        wanted = self._task.only
        items[:] = [
            by_property[name]
            for name in known
            if name in by_property and (wanted is None or name in wanted)
        ]
        for item in items:
            self._prepare(item)

    def _prepare(self, item: pytest.Item) -> None:
        function: Any = item.obj  # type: ignore[attr-defined] # graded items are functions
        seeded = getattr(function, "hypothesis", None)
        if seeded is None:
            item.obj = self._trial(function)  # type: ignore[attr-defined]
        else:
            seeded.inner_test = self._trial(seeded.inner_test)
            hypothesis.seed(property_seed(self._task.seed, _property_of(item)))(function)

    def _trial(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``inner`` as one trial: fresh objects, its failure kept with its calls."""

        @functools.wraps(inner)
        def run(*args: Any, **keywords: Any) -> Any:
            guest = self._guest
            if guest is None:
                raise JudgeFailed("a graded test needs the fixture 'submission'")
            try:
                self._run.begin_trial()
                guest.begin_trial()
                return inner(*args, **keywords)
            except _LOST as error:
                cause = error.cause if isinstance(error, PropertyEnded) else error
                self._run.failed(cause, guest.history)
                raise
            except AnotherRuleBrokenError as error:
                if (failure := self._run.pass_over(str(error))) is None:
                    return None
                self._run.failed(failure, guest.history)
                raise failure from None
            except HypothesisException:
                raise
            except Exception as error:
                raise JudgeFailed(f"{type(error).__name__}: {error}") from error

        return run

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Reset what belongs to one property."""
        del item
        self._run = PropertyRun(shrink=self._task.shrink)
        self._guest = None
        self._figures.values.clear()
        self._start = time.monotonic()
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> None:
        """Report the outcome once the test, or its preparation, is over."""
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "call" or (call.when == "setup" and error is not None):
            row = self._manifest.property_named(_property_of(item))
            self._report(self._outcome(row, error))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Stop at a test file that does not import: its properties would be lost in silence."""
        if report.failed:
            raise JudgeFailed(f"the tests do not import:\n{report.longreprtext[-_MAX_TRACEBACK:]}")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo[BaseException]) -> bool:
        """Keep what stopped the tests, instead of printing it."""
        error = excinfo.value
        text = "".join(traceback.format_exception(error))
        self.breakdown = str(error) if isinstance(error, JudgeFailed) else text[-_MAX_TRACEBACK:]
        return True

    # outcomes

    def _outcome(self, row: Property, error: BaseException | None) -> Outcome:
        seconds = time.monotonic() - self._start
        prints = self._guest.prints if self._guest is not None else ""
        figures = dict(self._figures.values)
        if error is None:
            if row.curve is not None and not figures:
                return self._judge_error(row, "the test recorded no figure")
            return Outcome(row.id, Verdict.PASSED, figures=figures, prints=prints, seconds=seconds)
        failure = self._run.best
        if not _is_verdict(error) or failure is None:
            return self._judge_error(row, breakdown_of(error))
        message = shortened(failure.message, _MAX_MESSAGE) or f"It does not hold: {row.claim}"
        return Outcome(
            row.id,
            failure.verdict,
            "\n".join(filter(None, [message, self._note(failure, error)])),
            _lines(failure),
            self._program(row, message, failure),
            figures,
            prints,
            seconds,
            failure.table,
        )

    def _program(self, row: Property, message: str, failure: Failure) -> str | None:
        if failure.schedule is not None and failure.schedule.program is not None:
            return failure.schedule.program
        hangs = int(self._budgets.batch_seconds) + _HANGING_SECONDS
        loads = int(self._budgets.load_seconds) + _HANGING_SECONDS
        text = program(row.id, message, failure.history, hangs, loads)
        return text if text is None or len(text) <= _MAX_PROGRAM else None

    def _judge_error(self, row: Property, text: str) -> Outcome:
        return Outcome(row.id, Verdict.JUDGE_ERROR, text[-_MAX_TRACEBACK:])

    def _note(self, failure: Failure, error: BaseException) -> str:
        """Repeat the trial in a fresh child; return a hint if it goes otherwise there."""
        changed = self._replay(failure.history)
        if changed is None:
            return (
                "It does not always fail: it depends on state kept between trials."
                if isinstance(error, Flaky)
                else ""
            )
        return (
            "In a fresh process the same calls give other answers "
            f"(first at call {changed + 1}): the solution depends on state kept between trials."
        )

    def _replay(self, history: list[Call]) -> int | None:
        if self._guest is not None:
            self._guest.close()
        if not 0 < len(history) <= _MAX_REPLAYED_CALLS or not all(c.is_statement for c in history):
            return None
        guest = self._new_guest()
        try:
            return first_difference(Submission(guest), history)
        except (GuestError, PropertyEnded, SandboxError):
            return None
        finally:
            guest.close()


def _lines(failure: Failure) -> tuple[str, ...] | None:
    if failure.table is not None:
        return table_lines(failure.table)
    return statements(failure.history) or None


def _property_of(item: Any) -> str:
    return graded_property(getattr(item, "obj", item)) or ""


def _is_verdict(error: BaseException) -> bool:
    cause = error.cause if isinstance(error, PropertyEnded) else error
    return isinstance(cause, (*_LOST, Flaky))
