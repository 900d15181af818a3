"""Plays a scenario against a submission while somebody watches."""

from collections.abc import Iterator
from typing import Any, Protocol

from exercises.process_scheduler.tests.session import Session
from exercises.process_scheduler.workloads.plan import Scenario
from exercises.process_scheduler.workloads.simulation import Moment, Simulation


class Watcher(Protocol):
    """Looks at every tick."""

    def add(self, moment: Moment) -> str | None:
        """Count a tick; return what is wrong, or None."""


def start(submission: Any, scenario: Scenario) -> tuple[Any, Simulation]:
    """Return a fresh scheduler and a simulation that drives it."""
    cpus, slice_ticks = scenario.cpus, scenario.slice_ticks
    scheduler = submission.ProcessScheduler(cpus=cpus, slice_ticks=slice_ticks)
    session = Session(scheduler, cpus, slice_ticks, strict=False)
    return scheduler, Simulation(session, scenario)


def follow(submission: Any, scenario: Scenario, ticks: int, watcher: Watcher) -> Iterator[Moment]:
    """Simulate, and yield every tick; fail at the first one with which something is wrong."""
    _, simulation = start(submission, scenario)
    for moment in simulation.run(ticks):
        fault = watcher.add(moment)
        assert fault is None, f"{fault}\n{simulation.story()}"
        yield moment


def watch(submission: Any, scenario: Scenario, ticks: int, watcher: Watcher) -> None:
    """Simulate; fail at the first tick with which something is wrong."""
    for _ in follow(submission, scenario, ticks, watcher):
        pass


def ticks_of(moments: Iterator[Moment]) -> dict[int, int]:
    """Return the ticks that each task ran."""
    total: dict[int, int] = {}
    for moment in moments:
        for task in moment.running:
            if task is not None:
                total[task] = total.get(task, 0) + 1
    return total
