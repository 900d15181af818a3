"""The growth workload: many short exclusive locks, and pairs of unlock and try_lock among them.

Calls go in batches: what they ask does not depend on the answers, and nothing is gained by knowing them
before.
"""

from random import Random
from typing import Any

from exercises.file_lock.stub.solution import EXCLUSIVE, Lock

OWNERS = 7
STRIDE = 4
LENGTH = 2
"""Two bytes are locked, two are free: no two locks ever touch."""
BATCH_CALLS = 250


class Crowd:
    """One table of the submission with ``count`` locks."""

    def __init__(self, submission: Any, randomness: Random, count: int) -> None:
        self._submission = submission
        self._randomness = randomness
        self._table = submission.FileLock()
        self._owners = [self._below(OWNERS) for _ in range(count)]
        places = list(range(count))
        randomness.shuffle(places)
        for begin in range(0, count, BATCH_CALLS):
            batch = submission.batch()
            some = places[begin : begin + BATCH_CALLS]
            self._check(batch, [self._try(batch, place) for place in some])

    def timed_pairs(self, pairs: int) -> float:
        """Unlock a random lock and give it to another owner, so many times; return seconds."""
        batch = self._submission.batch()
        expected: list[tuple[str, list[int]]] = []
        for _ in range(pairs):
            place = self._below(len(self._owners))
            owner, first = self._owners[place], STRIDE * place
            batch.call(self._table, "unlock", 0, owner, first, LENGTH)
            expected.append((f"unlock(0, {owner}, {first}, {LENGTH})", []))
            self._owners[place] = self._below(OWNERS)
            expected.append(self._try(batch, place))
        return self._check(batch, expected)

    def check_locks(self) -> None:
        """Compare all locks with those that there must be."""
        right = [
            Lock(0, owner, STRIDE * place, STRIDE * place + LENGTH - 1, EXCLUSIVE)
            for place, owner in enumerate(self._owners)
        ]
        assert self._table.locks(0) == right, (
            f"with {len(right)} locks, locks(0) is not what was locked"
        )

    def _try(self, batch: Any, place: int) -> tuple[str, list[int]]:
        owner, first = self._owners[place], STRIDE * place
        batch.call(self._table, "try_lock", 0, owner, first, LENGTH, EXCLUSIVE)
        return f"try_lock(0, {owner}, {first}, {LENGTH}, 'exclusive')", [owner]

    def _check(self, batch: Any, expected: list[tuple[str, list[int]]]) -> float:
        answers = batch.run()
        for (call, right), answer in zip(expected, answers, strict=True):
            assert answer.exception is None, (
                f"{call} raised {answer.exception}; nothing is in its way"
            )
            assert answer.value == right, f"{call} returned {answer.value}; right is {right}"
        return float(answers.cpu_seconds)

    def _below(self, limit: int) -> int:
        return int(self._randomness.random() * limit)
