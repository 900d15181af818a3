"""The growth workload: n live ranges, gaps that are too small among them, and pairs of free/allocate.

About n/2 gaps of one granule lie where ranges were allocated first, so a search that looks at every
gap looks at all of them; among the other ranges are some n/4 gaps of any size. The arena is so large
that a request can always be met: a refusal is a fault, not a question of policy.

Calls go in batches: the solution could look ahead, but what it is told to free depends on its own
answers, and looking ahead makes no search cheaper.
"""

from collections.abc import Iterator
from random import Random
from typing import Any

from exercises.memory_allocator.workloads.placements import Placements

GRANULE = 16
LARGEST_GRANULES = 64
ALIGNMENTS = (1, 1, 1, 256)
BATCH_CALLS = 2000


class Churn:
    """One allocator of the submission with ``count`` live ranges."""

    def __init__(self, submission: Any, randomness: Random, count: int) -> None:
        self._submission = submission
        self._randomness = randomness
        # Among so many ranges some gap takes the largest request, wherever the ranges lie.
        granules = count * LARGEST_GRANULES + (count + 2) * (
            LARGEST_GRANULES + max(ALIGNMENTS) // GRANULE
        )
        base = GRANULE * int(randomness.random() * 1000)
        size = granules * GRANULE
        self._allocator = submission.MemoryAllocator(base=base, size=size, granule=GRANULE)
        self._placements = Placements(base, size, GRANULE)
        crumbs = self._allocate([(GRANULE, 1)] * count)
        self._ranges: list[Any] = self._allocate([self._request() for _ in range(3 * count // 4)])
        surplus = [self._pick() for _ in range(count // 4)]
        self._free(crumbs[::2] + surplus)

    def timed_pairs(self, pairs: int) -> float:
        """Free a random range and allocate another, so many times; return the guest's seconds."""
        batch = self._submission.batch()
        freed: list[Any] = []
        requests = [self._request() for _ in range(pairs)]
        for size, alignment in requests:
            freed.append(self._pick())
            batch.call(self._allocator, "free", freed[-1])
            self._ranges.append(batch.call(self._allocator, "allocate", size, alignment))
        answers = batch.run()
        for pair, (size, alignment) in enumerate(requests):
            gone = freed[pair]
            address = gone if isinstance(gone, int) else answers[gone.index].value
            self._check(f"free({address})", answers[2 * pair])
            self._placements.remove(address)
            self._place(answers[2 * pair + 1], size, alignment)
        self._ranges = [
            item if isinstance(item, int) else answers[item.index].value for item in self._ranges
        ]
        return float(answers.cpu_seconds)

    def _request(self) -> tuple[int, int]:
        size = GRANULE * (2 + int(self._randomness.random() * (LARGEST_GRANULES - 1)))
        return size, ALIGNMENTS[int(self._randomness.random() * len(ALIGNMENTS))]

    def _pick(self) -> Any:
        """Take a random working range out of the list."""
        index = int(self._randomness.random() * len(self._ranges))
        self._ranges[index], self._ranges[-1] = self._ranges[-1], self._ranges[index]
        return self._ranges.pop()

    def _allocate(self, requests: list[tuple[int, int]]) -> list[int]:
        addresses = []
        for some in _in_batches(requests):
            batch = self._submission.batch()
            for size, alignment in some:
                batch.call(self._allocator, "allocate", size, alignment)
            for answer, (size, alignment) in zip(batch.run(), some, strict=True):
                addresses.append(self._place(answer, size, alignment))
        return addresses

    def _free(self, addresses: list[int]) -> None:
        for some in _in_batches(addresses):
            batch = self._submission.batch()
            for address in some:
                batch.call(self._allocator, "free", address)
            for answer, address in zip(batch.run(), some, strict=True):
                self._check(f"free({address})", answer)
                self._placements.remove(address)

    def _place(self, answer: Any, size: int, alignment: int) -> int:
        call = f"allocate({size}, {alignment})"
        self._check(call, answer)
        self._placements.add(call, answer.value, size, alignment)
        return int(answer.value)

    def _check(self, call: str, answer: Any) -> None:
        raised = answer.exception
        assert raised is None, f"{call} raised {raised}; there is room, and the range is live"


def _in_batches(items: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), BATCH_CALLS):
        yield items[start : start + BATCH_CALLS]
