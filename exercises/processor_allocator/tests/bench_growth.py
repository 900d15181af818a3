"""Benchmark: how the time of ``divide`` grows with the number of machines.

Machines are admitted in batches first; then single calls of ``divide`` are timed, each as a batch
of its own, and their answers are checked. A batch shows the solution its future; that is harmless
here: there is nothing to choose.
"""

from typing import Any

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.workloads.water import Want, fill
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

SIZES = (250, 500, 1000, 2000)
MACHINES_A_BATCH = 500
TOLERANCE = 1e-6


class Crowd:
    """An allocator on which ``count`` machines of one virtual processor run."""

    def __init__(self, submission: Any, count: int) -> None:
        self._submission = submission
        self.demands = {f"m{number}": 50 + 37 * number % 50 for number in range(count)}
        self._shares = [1 + number * 7919 % count for number in range(count)]
        # Most of them saturate: there is room for nine tenths of what they want.
        self._processors = 9 * sum(self.demands.values()) // (10 * UNIT)
        self._allocator = submission.ProcessorAllocator([self._processors])
        machines = [
            Machine(name, 1, 0, UNIT, shares)
            for name, shares in zip(self.demands, self._shares, strict=True)
        ]
        for first in range(0, count, MACHINES_A_BATCH):
            batch = submission.batch()
            for machine in machines[first : first + MACHINES_A_BATCH]:
                batch.call(self._allocator, "admit", 0, machine)
            batch.run().returned()

    def measure(self) -> float:
        """Return the processor seconds of one division, once its answer is found right."""
        batch = self._submission.batch()
        batch.call(self._allocator, "divide", 0, self.demands)
        answers = batch.run()
        self._check(answers[0].returned())
        return float(answers.cpu_seconds)

    def _check(self, answer: dict[str, int]) -> None:
        capacity = UNIT * self._processors
        wants = map(Want, [0] * len(self._shares), self.demands.values(), self._shares)
        right = dict(zip(self.demands, fill(list(wants), capacity), strict=True))
        total = sum(answer.get(name, 0) for name in right)
        assert total == capacity, (
            f"with {len(right)} machines divide gave {total} in sum; right is {capacity}"
        )
        for name, share in right.items():
            assert abs(answer[name] - share) < 1 + TOLERANCE, (
                f"with {len(right)} machines divide gave {name} {answer[name]}; its max-min share"
                f" is {share:.2f}"
            )


@graded("division-stays-cheap-among-many")
def test_division_stays_cheap_among_many(submission: Any, figures: Any) -> None:
    """Fit the exponent of the processor time of ``divide`` over the number of machines."""
    crowds = {count: Crowd(submission, count) for count in SIZES}
    seconds = least_costs(SIZES, lambda count: crowds[count].measure())
    figures.record("division-stays-cheap-among-many.exponent", fit_exponent(SIZES, seconds))
    for count, cost in zip(SIZES, seconds, strict=True):
        figures.record(f"milliseconds with {count} machines", cost * 1e3)
