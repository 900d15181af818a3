"""Every order of moves, fewest preemptions first; equal states are explored once.

A preemption is a switch away from a thread that could have gone on and did not offer to let go
(Musuvathi and Qadeer, "Iterative context bounding", PLDI 2007: most defects need two at most).
The search visits states in the order (preemptions, steps), so the first failure found has the
fewest preemptions and, among those, the fewest steps of all that the search can see.
"""

import heapq
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from harness.simulators.faults import Fault

S = TypeVar("S", bound=Hashable)


class World(Protocol[S]):
    """What is explored; ``ThreadWorld`` is one."""

    def start(self) -> S:
        """Return the first state."""

    def moves(self, state: S) -> Sequence[int]:
        """Return what can happen next; a move is known by its number."""

    def step(self, state: S, move: int) -> S:
        """Return the state after a possible move."""

    def steps(self, moves: Sequence[tuple[S, int]]) -> list[S]:
        """Return the states after many moves, each of a state of its own."""

    def free_moves(self, state: S, move: int, after: S) -> Sequence[int]:
        """Return the moves in ``after`` that are no preemption of the thread that moved."""

    def fault(self, state: S) -> Fault | None:
        """Return what is wrong in a state."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """When to stop.

    All schedules with at most ``preemptions`` are tried even if that takes more than ``states``
    different states, but never more than ``most_states``.
    """

    states: int = 20_000
    preemptions: int = 2
    most_states: int = 60_000


@dataclass(frozen=True, slots=True)
class Exploration:
    """What a search saw.

    Attributes:
        states: Different ones.
        steps: Moves made; each move of each state at most once.
        dead_ends: States with a fault that was not judged, behind which nothing was explored.
        is_complete: Whether every schedule was covered.
        preemptions: Every schedule with at most so many was covered; -1 if not even those without.
        fault: The first judged fault; None if there was none.
        moves: The schedule that leads to the fault.
    """

    states: int
    steps: int
    dead_ends: int
    is_complete: bool
    preemptions: int
    fault: Fault | None = None
    moves: tuple[int, ...] = ()


Link = tuple["Link", int] | None
_Entry = tuple[int, int, int, S, Sequence[int], Link]


def explore(
    world: World[S], bounds: Bounds, is_judged: Callable[[Fault], bool] = lambda _: True
) -> Exploration:
    """Search until a judged fault, the end or a bound; a state with another fault is a dead end."""
    return _Search(world, bounds, is_judged).run()


class _Search(Generic[S]):
    def __init__(self, world: World[S], bounds: Bounds, is_judged: Callable[[Fault], bool]) -> None:
        self._world = world
        self._bounds = bounds
        self._is_judged = is_judged
        self._steps = 0
        self._pushed = 0
        self._dead_ends = 0
        # The moves already made in each state; None where nothing may follow.
        self._made: dict[S, set[int] | None] = {}
        self._put_off: set[S] = set()
        self._heap: list[_Entry[S]] = []
        self._found: tuple[Fault, Link] | None = None

    def run(self) -> Exploration:
        start = self._world.start()
        self._arrive(start, self._world.moves(start), 0, 0, None)
        level = 0
        while self._heap and self._found is None:
            level = self._heap[0][0]
            if self._is_enough(level):
                return self._report(complete=False, preemptions=level - 1)
            self._expand(self._next_entries())
        if self._found is not None:
            return self._report(complete=False, preemptions=level - 1)
        return self._report(complete=True, preemptions=level)

    def _is_enough(self, level: int) -> bool:
        states, bounds = len(self._made), self._bounds
        past = level > bounds.preemptions and states >= bounds.states
        return past or states >= bounds.most_states

    def _report(self, *, complete: bool, preemptions: int) -> Exploration:
        fault, link = self._found if self._found is not None else (None, None)
        return Exploration(
            states=len(self._made),
            steps=self._steps,
            dead_ends=self._dead_ends,
            is_complete=complete and not self._dead_ends,
            preemptions=preemptions,
            fault=fault,
            moves=_moves(link),
        )

    def _next_entries(self) -> list[_Entry[S]]:
        """Take all entries of the same preemptions and steps: one preparation serves them all."""
        heap = self._heap
        first = heapq.heappop(heap)
        entries = [first]
        while heap and heap[0][:2] == first[:2]:
            entries.append(heapq.heappop(heap))
        return entries

    def _expand(self, entries: list[_Entry[S]]) -> None:
        work = [
            (level, depth, state, move, link)
            for level, depth, _, state, free, link in entries
            for move in self._moves_now(level, depth, state, free, link)
        ]
        reached = self._world.steps([(state, move) for _, _, state, move, _ in work])
        for (level, depth, state, move, link), after in zip(work, reached, strict=True):
            self._steps += 1
            free = self._world.free_moves(state, move, after)
            self._arrive(after, free, level, depth + 1, (link, move))
            if self._found is not None:
                return

    def _moves_now(
        self, level: int, depth: int, state: S, free: Sequence[int], link: Link
    ) -> list[int]:
        """Return the moves to make now; those that would be a preemption are put off."""
        made = self._made[state]
        if made is None:
            return []
        possible = self._world.moves(state)
        if len(free) < len(possible) and state not in self._put_off:
            self._put_off.add(state)
            self._push(level + 1, depth, state, possible, link)
        new = [move for move in free if move not in made]
        made.update(new)
        return new

    def _arrive(self, state: S, free: Sequence[int], level: int, depth: int, link: Link) -> None:
        if state not in self._made:
            fault = self._world.fault(state)
            self._made[state] = set() if fault is None else None
            if fault is not None:
                if self._is_judged(fault):
                    self._found = fault, link
                self._dead_ends += self._found is None
                return
        made = self._made[state]
        if made is not None and not made.issuperset(free):
            self._push(level, depth, state, free, link)

    def _push(self, level: int, depth: int, state: S, moves: Sequence[int], link: Link) -> None:
        self._pushed += 1
        heapq.heappush(self._heap, (level, depth, self._pushed, state, moves, link))


def _moves(link: Link) -> tuple[int, ...]:
    moves: list[int] = []
    while link is not None:
        link, move = link
        moves.append(move)
    return tuple(reversed(moves))
