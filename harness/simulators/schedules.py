"""Ways to choose who moves next, for worlds that are too large to explore.

Each is data: the same chooser makes the same choices, so a failing walk can be repeated and shrunk.
``PriorityChanges`` is PCT (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with
probabilistic guarantees of finding bugs", ASPLOS 2010): a defect that needs d ordered steps among k
threads and n steps is met with a probability of at least 1 / (k n^(d-1)) a walk.
"""

from collections.abc import Sequence
from random import Random
from typing import Protocol


class Chooser(Protocol):
    """Chooses the next move of a walk; used for one walk, from its first step on."""

    def choose(self, moves: Sequence[int]) -> int:
        """Return one of ``moves``, which are never empty and in a fixed order."""


class ListedPicks:
    """Picks given one by one, each modulo the number of moves; after the last one round robin.

    Smaller numbers and shorter lists are simpler schedules, so hypothesis shrinks them well.
    """

    def __init__(self, picks: Sequence[int]) -> None:
        self._picks = picks
        self._next = 0
        self._last = -1

    def choose(self, moves: Sequence[int]) -> int:
        """See ``Chooser``."""
        if self._next < len(self._picks):
            chosen = moves[self._picks[self._next] % len(moves)]
            self._next += 1
        else:
            later = [move for move in moves if move > self._last]
            chosen = (later or list(moves))[0]
        self._last = chosen
        return chosen


class UniformPicks:
    """Every possible move is equally likely."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable on purpose

    def choose(self, moves: Sequence[int]) -> int:
        """See ``Chooser``."""
        return moves[int(self._random.random() * len(moves))]


class PriorityChanges:
    """The thread of the highest priority moves; at a change point it falls to the lowest one.

    A thread that moved ``patience`` times without a rest falls too: it may be spinning for others.
    """

    def __init__(
        self, priorities: Sequence[int], changes: Sequence[int], patience: int = 40
    ) -> None:
        self._order = list(priorities)
        self._changes = frozenset(changes)
        self._patience = patience
        self._step = 0
        self._last = -1
        self._run = 0

    def choose(self, moves: Sequence[int]) -> int:
        """See ``Chooser``."""
        chosen = self._highest(moves)
        self._run = self._run + 1 if chosen == self._last else 1
        if self._step in self._changes or self._run > self._patience:
            self._order.remove(chosen)
            self._order.append(chosen)
            chosen = self._highest(moves)
            self._run = 1
        self._last = chosen
        self._step += 1
        return chosen

    def _highest(self, moves: Sequence[int]) -> int:
        possible = set(moves)
        return next((thread for thread in self._order if thread in possible), moves[0])


class ExactMoves:
    """The moves of a schedule that was found before; after its end, or off it, round robin."""

    def __init__(self, moves: Sequence[int]) -> None:
        self._left = list(reversed(moves))
        self._rest = ListedPicks(())

    def choose(self, moves: Sequence[int]) -> int:
        """See ``Chooser``."""
        if self._left and self._left[-1] in moves:
            return self._left.pop()
        self._left.clear()
        return self._rest.choose(moves)


def priority_changes(threads: int, steps: int, depth: int, seed: int) -> PriorityChanges:
    """Return a PCT schedule for defects of so many ordered steps, drawn from a seed."""
    random = Random(seed)  # noqa: S311 - repeatable on purpose
    order = random.sample(range(threads), threads)
    return PriorityChanges(order, random.sample(range(steps), min(steps, depth - 1)))
