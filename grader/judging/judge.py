"""Judge one job in this process: pytest with the harness's plugin, against a sandbox of its own."""

import os
import platform
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version

import pytest

from grader.judging.job import Job, Judged
from harness.exercise.folder import ExerciseFolder, open_exercise
from harness.outcomes import Outcome, Verdict
from harness.pytest_plugin import JudgePlugin, Task, pytest_arguments
from harness.remote.host import Host
from harness.remote.sandbox import Engine, Limits
from harness.remote.supervisor_link import SupervisorLink

_PYTEST_SETTINGS = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")
"""Variables with which the caller's own tests may be run, and which must not change a grade."""


def prepare_host(engine: Engine, limits: Limits, core: int | None) -> Host:
    """Start a sandbox and keep the means to replace it."""
    return Host(lambda: SupervisorLink(engine, limits, core))


def judge(job: Job, engine: Engine, host: Host, report: Callable[[Outcome], None]) -> Judged:
    """Judge a job; ``report`` hears each outcome as it comes."""
    started, start = datetime.now(UTC).isoformat(timespec="seconds"), time.monotonic()
    exercise = open_exercise(job.exercise)
    outcomes: list[Outcome] = []

    def keep(outcome: Outcome) -> None:
        outcomes.append(outcome)
        report(outcome)

    failure = _run_tests(exercise, job, host, keep)
    seconds = time.monotonic() - start
    for property_id in _missing(exercise, job, outcomes):
        keep(Outcome(property_id, Verdict.JUDGE_ERROR, failure or "no test judges this property"))
    tests = sum(outcome.seconds for outcome in outcomes)
    return Judged(
        tuple(outcomes),
        engine.name,
        _facts(engine),
        started,
        seconds,
        {"tests": tests, "around": seconds - tests},
    )


def _run_tests(
    exercise: ExerciseFolder, job: Job, host: Host, report: Callable[[Outcome], None]
) -> str:
    """Run the exercise's tests; return why they stopped early, or ""."""
    only = None if job.only is None else frozenset(job.only)
    plugin = JudgePlugin(Task(exercise, job.source, job.seed, only, job.shrink), host, report)
    for name in _PYTEST_SETTINGS:
        os.environ.pop(name, None)
    if pytest.main(pytest_arguments(exercise), plugins=[plugin]) == pytest.ExitCode.INTERRUPTED:
        raise KeyboardInterrupt
    return plugin.breakdown


def _missing(exercise: ExerciseFolder, job: Job, outcomes: list[Outcome]) -> list[str]:
    seen = {outcome.property for outcome in outcomes}
    wanted = [row.id for row in exercise.manifest.properties]
    return [name for name in wanted if name not in seen and (job.only is None or name in job.only)]


def _facts(engine: Engine) -> Mapping[str, str]:
    return {
        "virtlab": version("virtlab"),
        "python": platform.python_version(),
        "hypothesis": version("hypothesis"),
        "pytest": version("pytest"),
        **engine.identity(),
    }
