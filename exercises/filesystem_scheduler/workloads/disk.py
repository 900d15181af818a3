r"""A disk in ticks, and customers that each have one request at a time.

$$ T_k = \alpha + \lceil |p_k - h_k| / \beta \rceil + \lceil c_k / \gamma \rceil $$

is the time of a command of $c_k$ blocks from $p_k$ on, with the head at $h_k$. The disk executes one
command at a time. Customers are closed loops: each submits its next request some ticks after its last
one was completed, so how fast the scheduler is decides how much there is to do.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

from exercises.filesystem_scheduler.stub.solution import Command

SETTLE_TICKS = 2
"""alpha"""
BLOCKS_A_TICK_OF_SEEKING = 4000
"""beta"""
BLOCKS_A_TICK_OF_TRANSFER = 16
"""gamma"""


def service_ticks(distance: int, blocks: int) -> int:
    """Return the time of a command that begins ``distance`` blocks from the head.

    >>> service_ticks(4001, 16)
    5
    """
    seek = -(-distance // BLOCKS_A_TICK_OF_SEEKING)
    return SETTLE_TICKS + seek - (-blocks // BLOCKS_A_TICK_OF_TRANSFER)


class Scheduler(Protocol):
    """What a simulation needs of a session with a scheduler."""

    head: int

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Submit a request."""

    def dispatch(self, now: int) -> Command | None:
        """Return the next command."""

    def complete(self, now: int, tags: tuple[int, ...]) -> object:
        """Complete a command in flight."""


@dataclass(slots=True)
class Customer:
    """Whoever submits the requests for ``ranges``, as (block, count), one after the other.

    Attributes:
        think: Ticks from a completion to the next request.
        arrival: When the first one comes.
    """

    op: str
    ranges: Iterator[tuple[int, int]]
    think: int = 0
    arrival: int = 0


@dataclass(slots=True)
class Record:
    """What a simulation saw."""

    ticks: int = 0
    commands: int = 0
    seek_blocks: int = 0
    blocks: int = 0
    read_waits: list[int] = field(default_factory=list)
    """Ticks from submission to completion, in the order of completion."""


class DiskSimulation:
    """Plays customers against a scheduler. Use one for one run."""

    def __init__(
        self, scheduler: Scheduler, customers: Iterable[Customer], first_tag: int = 0
    ) -> None:
        self._scheduler = scheduler
        self._order = count()
        self._tags = count(first_tag)
        self._coming: list[tuple[int, int, Customer]] = []
        self._served: dict[int, tuple[Customer, int]] = {}
        """Customer and submission time of each unfinished request."""
        self.record = Record()
        for customer in customers:
            self._expect(customer, customer.arrival)

    def run(self, ticks: int) -> Record:
        """Simulate for so many ticks, or until nobody has anything left to do."""
        now, record = 0, self.record
        while now < ticks:
            self._submit_until(now)
            head = self._scheduler.head
            command = self._scheduler.dispatch(now)
            if command is None:
                if not self._coming:
                    break
                now = self._coming[0][0]
                continue
            distance = abs(command.block - head)
            now += service_ticks(distance, command.count)
            self._submit_until(now)
            record.commands += 1
            record.seek_blocks += distance
            record.blocks += command.count
            self._complete(now, command)
        record.ticks = now
        return record

    def _expect(self, customer: Customer, at: int) -> None:
        heapq.heappush(self._coming, (at, next(self._order), customer))

    def _submit_until(self, now: int) -> None:
        while self._coming and self._coming[0][0] <= now:
            at, _, customer = heapq.heappop(self._coming)
            wanted = next(customer.ranges, None)
            if wanted is not None:
                tag = next(self._tags)
                self._served[tag] = (customer, at)
                self._scheduler.submit(at, tag, customer.op, *wanted)

    def _complete(self, now: int, command: Command) -> None:
        self._scheduler.complete(now, tuple(command.tags))
        for tag in command.tags:
            customer, submitted_at = self._served.pop(tag)
            if customer.op == "read":
                self.record.read_waits.append(now - submitted_at)
            self._expect(customer, now + customer.think)
