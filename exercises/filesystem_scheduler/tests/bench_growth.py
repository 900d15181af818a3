"""Benchmark: how the time of a call grows with the depth of the queue.

A trial fills the queue, not timed, then measures rounds in pairs of batches: so many times
``dispatch`` and ``submit``, then ``complete`` of what was dispatched. A batch shows the solution its
future; that is harmless here, because only growth is scored and the commands are checked afterwards.
"""

from random import Random
from typing import Any

from exercises.filesystem_scheduler.stub.solution import Command
from exercises.filesystem_scheduler.tests.model import Disk
from harness.benchmarks.growth import fit_exponent, least_costs
from harness.graded import graded

DEPTHS = (250, 500, 1000, 2000)
ROUNDS = 500
ROUNDS_A_BATCH = 50
GRID = 8
"""Blocks between two requests: none conflict, none can be merged."""
MOST_SWEEPS = ROUNDS // 6
"""The way of all commands, in disks; without any order it is a third of a disk for each."""
NEVER = 10**9


@graded("calls-stay-cheap-in-deep-queues")
def test_calls_stay_cheap_in_deep_queues(submission: Any, randomness: Random, figures: Any) -> None:
    """Fit the exponent of the processor time of a round over the depth of the queue."""
    churns = {depth: Churn(submission, randomness, depth) for depth in DEPTHS}
    costs = least_costs(DEPTHS, lambda depth: churns[depth].seconds())
    figures.record("calls-stay-cheap-in-deep-queues.exponent", fit_exponent(DEPTHS, costs))
    for depth, cost in zip(DEPTHS, costs, strict=True):
        figures.record(f"microseconds a round at depth {depth}", cost / ROUNDS * 1e6)


class Churn:
    """A queue that stays ``depth`` requests deep; a place is used again long after it was served."""

    def __init__(self, submission: Any, randomness: Random, depth: int) -> None:
        self._submission = submission
        self._depth = depth
        self._disk = Disk(4 * depth * GRID, GRID, NEVER, NEVER, 8)
        self._scheduler = submission.FilesystemScheduler(
            self._disk.blocks, GRID, NEVER, NEVER, self._disk.batch
        )
        self._queued: dict[int, tuple[str, int]] = {}
        places = range(0, self._disk.blocks, GRID)
        self._free_places = randomness.sample(places, len(places))
        self._next_tag = 0
        self._head = self._last_block = self._travelled = 0
        self._fill(depth)

    def seconds(self) -> float:
        """Return the processor seconds of all rounds, once their commands are found right."""
        self._head = self._last_block = self._travelled = 0
        seconds = sum(self._rounds() for _ in range(ROUNDS // ROUNDS_A_BATCH))
        most = MOST_SWEEPS * self._disk.blocks
        assert self._depth < DEPTHS[-1] or self._travelled <= most, (
            f"While the head went over the disk once, from block 0 to {self._disk.blocks}, {ROUNDS}"
            f" commands were chosen among {self._depth} queued requests. From each to the next it is"
            f" {self._travelled} blocks in all; {most} are allowed. Cheap calls are worth nothing if"
            " they keep no order"
        )
        return seconds

    def _fill(self, depth: int) -> None:
        for _ in range(0, depth, ROUNDS_A_BATCH):
            batch = self._submission.batch()
            for _ in range(ROUNDS_A_BATCH):
                batch.call(self._scheduler, "submit", *self._new_request())
            batch.run().returned()

    def _new_request(self) -> tuple[int, int, str, int, int]:
        tag, block = self._next_tag, self._free_places.pop()
        self._next_tag += 1
        op = "read" if tag % 2 else "write"
        self._queued[tag] = (op, block)
        return 0, tag, op, block, 1

    def _rounds(self) -> float:
        batch = self._submission.batch()
        for _ in range(ROUNDS_A_BATCH):
            self._head += self._disk.blocks // ROUNDS
            batch.call(self._scheduler, "dispatch", 0, self._head)
            batch.call(self._scheduler, "submit", *self._new_request())
        answers = batch.run()
        commands = answers.returned()[::2]
        endings = self._submission.batch()
        for command in commands:
            self._check(command)
            endings.call(self._scheduler, "complete", 0, command.tags)
        ended = endings.run()
        ended.returned()
        self._free_places = [command.block for command in commands] + self._free_places
        return float(answers.cpu_seconds + ended.cpu_seconds)

    def _check(self, command: Command | None) -> None:
        assert command is not None, "dispatch returned None while thousands of requests were ready"
        tags = tuple(command.tags)
        known = self._queued.pop(tags[0], None) if len(tags) == 1 else None
        right = None if known is None else Command(*known, 1, tags)
        assert right == command, (
            f"dispatch returned {command}, which is not exactly one of the queued requests:"
            " none has a neighbour here"
        )
        self._travelled += abs(command.block - self._last_block)
        self._last_block = command.block
