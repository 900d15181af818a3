"""Strategies: histories whose steps mean something in whatever state they meet.

A step names its class by a number that is taken modulo those it may act on. ``moves`` says how a step
is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from hypothesis import strategies as st

from harness.strategies import sequences

MTU = 100
LONGEST_HISTORY = 60
WEIGHTS = (1, 2, 3, 5, 20)
SIZES = (1, 7, 40, 64, 99, MTU)
CHOICES = 12


class Deed(Enum):
    """What a step does."""

    ADD = auto()
    ENQUEUE = auto()
    FILL = auto()
    """One packet more than the queue holds."""
    DEQUEUE = auto()
    DRAW = auto()
    """Three calls of ``dequeue`` in one millisecond."""
    REWEIGHT = auto()
    LIMIT = auto()
    UNLIMIT = auto()
    REMOVE = auto()
    BACKLOG = auto()
    REMOVE_SERVED = auto()
    """Of the leaf that was served last, if it is still backlogged."""
    LIMIT_SERVED = auto()
    REPLACE = auto()
    """A leaf is removed, and a class of its name made and filled, in one millisecond."""
    SPLIT = auto()
    """An empty leaf gets a child, which gets a packet."""
    MERGE = auto()
    """An inner class loses its children, which are leaves, and gets a packet itself."""
    SLEEP = auto()
    """A hundred seconds pass: buckets fill up to their burst."""


@dataclass(frozen=True, slots=True)
class Step:
    """A deed to come, ``jump`` milliseconds after the one before it."""

    deed: Deed
    jump: int = 0
    choice: int = 0
    other: int = 0
    weight: int = 1
    size: int = MTU
    limit: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class History:
    """A scheduler and what is done with it."""

    queue_packets: int
    steps: tuple[Step, ...]


def limits() -> st.SearchStrategy[tuple[int, int]]:
    """Draw a rate and a burst."""
    return st.tuples(st.integers(7, 1100), st.integers(1, 300))


def histories(
    deeds: Sequence[Deed], jumps: Sequence[int], longest: int = LONGEST_HISTORY
) -> st.SearchStrategy[History]:
    """Draw a tree, then what happens to it; a deed or jump named twice comes twice as often."""
    step = _steps(deeds, jumps)
    lists = sequences(step, 1, longest)
    trees = st.lists(_steps((Deed.ADD,), (0,)), min_size=2, max_size=5)
    return st.builds(
        lambda capacity, tree, steps: History(capacity, (*tree, *steps)),
        st.sampled_from((2, 8)),
        trees,
        lists,
    )


def _steps(deeds: Sequence[Deed], jumps: Sequence[int]) -> st.SearchStrategy[Step]:
    # Few draws a step: most of the time of a property goes into them.
    return st.builds(
        lambda deed, jump, choices, load, limit: Step(
            deed, jump, choices // CHOICES, choices % CHOICES, load[0], load[1], limit
        ),
        st.sampled_from(deeds),
        st.sampled_from(jumps),
        st.integers(0, CHOICES**2 - 1),
        st.sampled_from([(weight, size) for weight in WEIGHTS for size in SIZES]),
        st.one_of(st.none(), limits()),
    )
