"""The closed workload: owners that lock, hold, unlock and think, round after round.

An owner holds one range at a time, so nobody can deadlock, and the next one comes in only when
somebody unlocks. Times are ticks of a simulated clock; the table never sees it. Calls go one by one:
the order of the future depends on the answers.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED

OWNERS = 12
ROUNDS = 40
OFFSETS = 64
LENGTHS = (1, 4, 16, 64)
SHARED_IN_HUNDRED = 75
LONGEST_HOLD = 19
LONGEST_THINKING = 9


@dataclass(frozen=True, slots=True)
class Round:
    """What one owner does once."""

    thinking: int
    start: int
    length: int
    mode: str
    hold: int

    def conflicts_with(self, other: "Round") -> bool:
        """Return whether two owners can not hold these together."""
        overlap = self.start < other.start + other.length and other.start < self.start + self.length
        return overlap and EXCLUSIVE in (self.mode, other.mode)


Plan = Sequence[Sequence[Round]]
"""The rounds of each owner."""


@dataclass(frozen=True, slots=True)
class Course:
    """How a plan went: the waits of each owner, and when the last one was finished, in ticks."""

    waits: tuple[tuple[int, ...], ...]
    makespan: int

    @property
    def all_waits(self) -> list[int]:
        """The waits of all rounds of all owners."""
        return [wait for waits in self.waits for wait in waits]

    @property
    def jain(self) -> float:
        """Jain's index of the owners' whole waits: 1 if all waited as long."""
        sums = [sum(waits) for waits in self.waits]
        squares = sum(one * one for one in sums)
        return sum(sums) ** 2 / (len(sums) * squares) if squares else 1.0


def draw_plan(randomness: Random) -> Plan:
    """Draw what every owner will do."""

    def below(limit: int) -> int:
        return int(randomness.random() * limit)

    def draw_round() -> Round:
        return Round(
            thinking=below(LONGEST_THINKING + 1),
            start=below(OFFSETS),
            length=LENGTHS[below(len(LENGTHS))],
            mode=SHARED if below(100) < SHARED_IN_HUNDRED else EXCLUSIVE,
            hold=1 + below(LONGEST_HOLD),
        )

    return [[draw_round() for _ in range(ROUNDS)] for _ in range(OWNERS)]


def least_makespan(plan: Plan) -> int:
    """Return a bound that nobody beats: the longest time for which one byte is held exclusively."""
    load = [0] * (OFFSETS + max(LENGTHS))
    for rounds in plan:
        for one in rounds:
            if one.mode == EXCLUSIVE:
                for offset in range(one.start, one.start + one.length):
                    load[offset] += one.hold
    return max(load)


def run(table: Any, plan: Plan) -> Course:
    """Play a plan on a table of locks of a submission."""
    return _Run(table, plan).play()


class _Run:
    """The clock, what is held, and who asked when."""

    def __init__(self, table: Any, plan: Plan) -> None:
        self._table = table
        self._plan = plan
        self._done = [0] * len(plan)
        self._asked: dict[int, int] = {}
        self._held: dict[int, Round] = {}
        self._waits: list[list[int]] = [[] for _ in plan]
        # At one tick those who unlock come before those who ask.
        self._events = [(rounds[0].thinking, 1, owner) for owner, rounds in enumerate(plan)]

    def play(self) -> Course:
        now = 0
        heapq.heapify(self._events)
        while self._events:
            now, is_asking, owner = heapq.heappop(self._events)
            granted = self._ask(now, owner) if is_asking else self._unlock(now, owner)
            for one in granted:
                self._grant(now, one)
        assert not self._asked, (
            f"at tick {now} nobody holds a lock any more, and owners {sorted(self._asked)} wait:"
            " they are never granted"
        )
        return Course(tuple(map(tuple, self._waits)), now)

    def _ask(self, now: int, owner: int) -> list[int]:
        one = self._plan[owner][self._done[owner]]
        self._asked[owner] = now
        granted: list[int] = self._table.lock(0, owner, one.start, one.length, one.mode)
        return granted

    def _unlock(self, now: int, owner: int) -> list[int]:
        one = self._held.pop(owner)
        self._done[owner] += 1
        if self._done[owner] < len(self._plan[owner]):
            thinking = self._plan[owner][self._done[owner]].thinking
            heapq.heappush(self._events, (now + thinking, 1, owner))
        granted: list[int] = self._table.unlock(0, owner, one.start, one.length)
        return granted

    def _grant(self, now: int, owner: int) -> None:
        assert owner in self._asked, f"owner {owner} was granted at tick {now} without asking"
        one = self._plan[owner][self._done[owner]]
        for other, held in self._held.items():
            assert not one.conflicts_with(held), (
                f"at tick {now} owner {owner} was granted {one.mode} {one.start}.."
                f"{one.start + one.length - 1} while owner {other} held {held.mode} {held.start}.."
                f"{held.start + held.length - 1}: no figure is taken of a table that breaks its rules"
            )
        self._held[owner] = one
        self._waits[owner].append(now - self._asked.pop(owner))
        heapq.heappush(self._events, (now + one.hold, 0, owner))
