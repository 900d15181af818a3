"""Strategies: histories whose steps mean something in whatever state they meet.

A step names its request or command by a number that is taken modulo those it may act on. ``moves``
says how a step is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.model import Disk
from harness.strategies import sequences

LONGEST_HISTORY = 60
JUMPS = (0, 0, 0, 1, 1, 2, 3, 7)
OPS = ("read", "write")
LAST_PLACES = 3
"""The highest places of a history lie at the end of the disk."""


class Deed(Enum):
    """What a step does."""

    SUBMIT = auto()
    BARRIER = auto()
    DISPATCH = auto()
    EXECUTE = auto()
    """The device transfers a command in flight, and tells nobody yet."""
    COMPLETE = auto()
    REQUEUE = auto()
    SERVE = auto()
    """Dispatch and complete in one tick."""
    REFUSE = auto()
    """Dispatch and requeue in one tick."""
    REPLACE = auto()
    """Complete, and submit again under a tag that has become free, in one tick."""
    CANCEL_QUEUED = auto()
    CANCEL_IN_FLIGHT = auto()
    CANCEL_IN_THE_WAY = auto()
    """Cancel a queued request that another one waits for."""


@dataclass(frozen=True, slots=True)
class Step:
    """A deed to come, ``jump`` ticks after the one before it; the rest says what is submitted."""

    deed: Deed
    jump: int = 0
    op: str = "read"
    place: int = 0
    count: int = 1
    choice: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """A scheduler and what is done with it.

    Attributes:
        depth: The most commands in flight.
        places: Steps have places 0 to ``places`` - 1.
        stride: Blocks from one place to the next.
    """

    disk: Disk
    head: int
    depth: int
    places: int
    steps: tuple[Step, ...]
    stride: int = 1

    def block_of(self, step: Step) -> int:
        """Return the first block of what a step submits."""
        from_end = self.places - 1 - step.place
        if from_end < LAST_PLACES:
            return self.disk.blocks - step.count - from_end
        return self.stride * step.place


@dataclass(frozen=True, slots=True)
class Reach:
    """How large a history is.

    Attributes:
        first_submits: So many steps at most submit, before all others.
    """

    disks: tuple[int, ...]
    places: int
    longest_request: int
    most_blocks: tuple[int, ...]
    depth: int
    least_steps: int
    most_steps: int
    first_submits: int = 0
    strides: tuple[int, ...] = (1,)


WIDE = Reach((60, 50, 1000), 40, 8, (8, 12, 16), 3, 1, LONGEST_HISTORY)
DEEP = Reach((1000,), 40, 4, (4, 8), 2, 10, 45, first_submits=18, strides=(1, 7, 24))
"""Deep queues of requests of which few can be merged."""
NARROW = Reach((13,), 10, 4, (4, 6), 4, 4, 24)
"""Few blocks, so that most requests conflict."""


def histories(
    deeds: Sequence[Deed],
    reach: Reach = WIDE,
    jumps: Sequence[int] = JUMPS,
    ops: Sequence[str] = OPS,
) -> st.SearchStrategy[History]:
    """Draw a history; a deed or jump named twice comes twice as often."""
    step = _steps(deeds, reach, jumps, ops)
    first = _steps((Deed.SUBMIT,), reach, (0, 0, 0, 0, 1), ops)
    return st.builds(
        lambda first, then, **given: History(steps=(*first, *then), **given),
        first=sequences(first, 0, reach.first_submits),
        then=sequences(step, reach.least_steps, reach.most_steps),
        disk=_disks(reach),
        head=st.integers(0, min(reach.disks)),
        depth=st.integers(1, reach.depth),
        places=st.just(reach.places),
        stride=st.sampled_from(reach.strides),
    )


def _steps(
    deeds: Sequence[Deed], reach: Reach, jumps: Sequence[int], ops: Sequence[str]
) -> st.SearchStrategy[Step]:
    # Few draws a step: drawing costs more than the calls do.
    return st.builds(
        lambda deed, when, place, count, choice: Step(deed, when[0], when[1], place, count, choice),
        st.sampled_from(deeds),
        st.sampled_from(tuple(product(jumps, ops))),
        st.integers(0, reach.places - 1),
        st.integers(1, reach.longest_request),
        st.integers(0, 11),
    )


def _disks(reach: Reach) -> st.SearchStrategy[Disk]:
    return st.builds(
        Disk,
        blocks=st.sampled_from(reach.disks),
        max_blocks=st.sampled_from(reach.most_blocks),
        read_expire=st.just(6),
        write_expire=st.just(15),
        batch=st.integers(1, 6),
    )


def history_of(*steps: Step, batch: int = 2, max_blocks: int = 8, depth: int = 3) -> History:
    """Return a history on 60 blocks that begins at block 0."""
    return History(Disk(60, max_blocks, 6, 15, batch), 0, depth, WIDE.places, steps)
