"""Strategies: histories whose steps mean something in whatever state they meet.

A step names its task by a number that is taken modulo those it may act on. ``moves`` says how a step
is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from hypothesis import strategies as st

from harness.strategies import sequences

LONGEST_HISTORY = 60
WEIGHTS = (1, 2, 3, 5, 10, 40)


class Deed(Enum):
    """What a step does."""

    ADD = auto()
    WAKE = auto()
    """Of any live task: most often it is runnable already."""
    WAKE_BLOCKED = auto()
    BLOCK_RUNNING = auto()
    BLOCK_QUEUED = auto()
    EXIT = auto()
    EXIT_RUNNING = auto()
    REWEIGHT = auto()
    TICK = auto()
    PICK = auto()
    RUNTIME = auto()
    BLINK = auto()
    """A running task blocks and wakes within one tick."""
    STORM = auto()
    """All blocked tasks wake within one tick."""
    REPLACE = auto()
    """A task exits and its id is added again within one tick."""


@dataclass(frozen=True, slots=True)
class Step:
    """A deed to come, ``jump`` ticks after the one before it."""

    deed: Deed
    jump: int
    choice: int
    cpu: int
    weight: int


@dataclass(frozen=True, slots=True)
class History:
    """A scheduler and what is done with it."""

    cpus: int
    slice_ticks: int
    start: int
    steps: tuple[Step, ...]


def histories(
    deeds: Sequence[Deed],
    jumps: Sequence[int],
    longest: int = LONGEST_HISTORY,
    weights: Sequence[int] = WEIGHTS,
) -> st.SearchStrategy[History]:
    """Draw a history; a deed or jump named twice comes twice as often."""
    step = st.builds(
        Step,
        deed=st.sampled_from(deeds),
        jump=st.sampled_from(jumps),
        choice=st.integers(0, 11),
        cpu=st.integers(0, 2),
        weight=st.sampled_from(weights),
    )
    steps = sequences(step, 1, longest)
    return st.builds(
        History,
        cpus=st.integers(1, 3),
        slice_ticks=st.integers(1, 6),
        start=st.sampled_from((0, 0, 17)),
        steps=steps,
    )
