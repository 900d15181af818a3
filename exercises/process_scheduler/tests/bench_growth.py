"""Benchmark: how the cost of a call grows with the number of tasks.

A trial is two batches: all ``add`` calls, not timed, then rounds of ``pick`` with now and then a
``block`` of what ran and a ``wake`` of whoever has slept longest. A batch shows the solution its
future; that is harmless here, because the answers are checked afterwards and only growth is scored.
"""

from collections.abc import Sequence
from typing import Any

from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded
from harness.remote.batch import Later

SIZES = (250, 500, 1000, 2000)
ROUNDS = 1000
ROUNDS_BETWEEN_BLOCKS = 4
SLEEPERS = 32
HEAVIEST = 7
LEAST_RATIO = 2.0


def weight_of(task: int) -> int:
    """Return the weight of a task: 1 to 7 in turn."""
    return 1 + task % HEAVIEST


@graded("calls-stay-cheap-among-many-tasks")
def test_calls_stay_cheap_among_many_tasks(submission: Any, figures: Any) -> None:
    """Fit the exponent of the processor time of a trial over the number of tasks."""
    costs = least_costs(SIZES, lambda tasks: measure(submission, tasks))
    figures.record("calls-stay-cheap-among-many-tasks.exponent", fit_exponent(SIZES, costs))
    for tasks, cost in zip(SIZES, costs, strict=True):
        figures.record(f"microseconds-a-round-with-{tasks}-tasks", cost / ROUNDS * 1e6)


def measure(submission: Any, tasks: int) -> float:
    """Return the processor seconds of the rounds of one trial, once its answers are found right."""
    scheduler = submission.ProcessScheduler(cpus=1, slice_ticks=1)
    arrivals = submission.batch()
    for task in range(tasks):
        arrivals.call(scheduler, "add", 0, task, weight_of(task))
    arrivals.run().returned()
    rounds = submission.batch()
    sleeping: list[Later] = []
    for now in range(ROUNDS):
        running = rounds.call(scheduler, "pick", now, 0)
        if now % ROUNDS_BETWEEN_BLOCKS == ROUNDS_BETWEEN_BLOCKS - 1:
            rounds.call(scheduler, "block", now + 1, running)
            sleeping.append(running)
        if len(sleeping) > SLEEPERS:
            rounds.call(scheduler, "wake", now + 1, sleeping.pop(0))
    answers = rounds.run()
    check_picks(answers.returned(), tasks)
    return float(answers.cpu_seconds)


def check_picks(values: Sequence[Any], tasks: int) -> None:
    """Check the answers of a trial: only queued tasks are picked, and weights count."""
    picks = _picks_of(values)
    asleep: list[int] = []
    for now, task in enumerate(picks):
        legal = task is not None and 0 <= task < tasks and task not in asleep
        assert legal, f"with {tasks} tasks, pick({now}, 0) returned {task}, which is not queued"
        if now % ROUNDS_BETWEEN_BLOCKS == ROUNDS_BETWEEN_BLOCKS - 1:
            asleep.append(task)
        if len(asleep) > SLEEPERS:
            asleep.pop(0)
    if tasks == SIZES[0]:
        heavy = sum(weight_of(task) == HEAVIEST for task in picks)
        light = sum(weight_of(task) == 1 for task in picks)
        assert heavy >= LEAST_RATIO * light, (
            f"with {tasks} tasks, those of weight {HEAVIEST} ran {heavy} ticks and those of weight 1,"
            f" as many, ran {light}: cheap calls are worth nothing if weights do not count"
        )


def _picks_of(values: Sequence[Any]) -> list[Any]:
    """Return the answers of ``pick`` alone, by the order in which ``measure`` made its calls."""
    picks, position, asleep = [], 0, 0
    for now in range(ROUNDS):
        picks.append(values[position])
        position += 1
        if now % ROUNDS_BETWEEN_BLOCKS == ROUNDS_BETWEEN_BLOCKS - 1:
            position += 1
            asleep += 1
        if asleep > SLEEPERS:
            position += 1
            asleep -= 1
    return picks
