"""How fast schedules are explored, and which planted defects each strategy finds.

For measuring, not a test: ``python -m tests.harness.simulators.strategy_figures``. A trial of a
strategy may use so many steps; it is repeated with other seeds, and the share of the trials that
find the defect is printed. The search is the same every time, so it has one trial.
"""

import time
from collections.abc import Callable, Iterator

from harness.simulators.exploration import Bounds, explore
from harness.simulators.schedules import Chooser, UniformPicks, priority_changes
from harness.simulators.threads import ThreadWorld
from harness.simulators.walk import walk
from tests.harness.simulators.planted_locks import CORRECT, DEFECTIVE, Planted, make_world

STEPS_A_TRIAL = 1000
TRIALS = 100
PADDING = 3
"""The large programs have as many threads and sections more as this."""

Strategy = Callable[[int, int, int], Chooser]
"""Returns a chooser for so many threads, about so many steps, and a seed."""

STRATEGIES: dict[str, Strategy] = {
    "uniform": lambda _threads, _steps, seed: UniformPicks(seed),
    "PCT, depth 2": lambda threads, steps, seed: priority_changes(threads, steps, 2, seed),
    "PCT, depth 3": lambda threads, steps, seed: priority_changes(threads, steps, 3, seed),
    "PCT, depth 4": lambda threads, steps, seed: priority_changes(threads, steps, 4, seed),
}


def search_steps(world: ThreadWorld) -> str:
    """Return how many steps the search makes before it finds the defect, and how it found it."""
    found = explore(world, Bounds(states=STEPS_A_TRIAL, preemptions=0, most_states=STEPS_A_TRIAL))
    return f"{found.steps} steps" if found.fault is not None else "-"


def share_found(world: ThreadWorld, strategy: Strategy) -> float:
    """Return the share of trials in which walks of a strategy meet the defect."""
    length = max(len(walk(world, UniformPicks(seed), STEPS_A_TRIAL).moves) for seed in range(5))
    return sum(_finds(world, strategy, length, trial) for trial in range(TRIALS)) / TRIALS


def _finds(world: ThreadWorld, strategy: Strategy, length: int, trial: int) -> bool:
    steps, seed = 0, trial * 10_000
    while steps < STEPS_A_TRIAL:
        done = walk(world, strategy(world.threads, length, seed), STEPS_A_TRIAL)
        if done.fault is not None:
            return True
        steps += len(done.moves)
        seed += 1
    return False


def speeds() -> Iterator[str]:
    """Yield how many states and schedules a second this process explores."""
    for planted in CORRECT[:2]:
        world = make_world(planted, 2, 3)
        start = time.process_time()
        found = explore(world, Bounds(preemptions=10**6, most_states=40_000))
        seconds = time.process_time() - start
        name = planted.section.__name__
        what = "complete" if found.is_complete else f"{found.preemptions} preemptions"
        yield f"{name}: search {found.states} states ({what}), {found.steps / seconds:.0f} steps/s"
        start = time.process_time()
        for seed in range(200):
            walk(world, UniformPicks(seed), 10_000)
        seconds = time.process_time() - start
        yield f"{name}: {200 / seconds:.0f} whole schedules/s by walking"


def rows() -> Iterator[list[str]]:
    """Yield a row for each defect, in its smallest program and in a larger one."""
    yield ["defect", "threads x sections", "search", *STRATEGIES]
    for planted in DEFECTIVE:
        is_for_two = planted.section.__name__ == "peterson_turned_round"
        more = 0 if is_for_two else PADDING
        for threads, rounds in (
            (planted.threads, planted.rounds),
            (planted.threads + more, planted.rounds + PADDING),
        ):
            yield _row(planted, threads, rounds)


def _row(planted: Planted, threads: int, rounds: int) -> list[str]:
    world = make_world(planted, threads, rounds)
    shares = [f"{share_found(world, one):.2f}" for one in STRATEGIES.values()]
    name = planted.section.__name__
    return [name, f"{threads} x {rounds}", search_steps(world), *shares]


def main() -> None:
    """Print both tables."""
    for line in speeds():
        print(line)  # noqa: T201 - a program
    for row in rows():
        print("| " + " | ".join(row) + " |", flush=True)  # noqa: T201 - this is a command  # noqa: T201 - a program


if __name__ == "__main__":
    main()
