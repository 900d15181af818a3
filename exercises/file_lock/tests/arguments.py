"""Strategies: histories whose steps mean something in whatever state they meet.

A step names its owner and its range by numbers; ``moves`` says how it is played. Few owners and few
bytes make conflicts, cycles and upgrades common.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

from hypothesis import strategies as st

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED
from exercises.file_lock.tests.model import OFFSETS
from exercises.file_lock.tests.spans import Way
from harness.strategies import sequences

MODES = (SHARED, EXCLUSIVE)


class Deed(Enum):
    """What a step does."""

    TRY = auto()
    LOCK = auto()
    CONVERT = auto()
    """Ask for the other mode on what is held."""
    UNLOCK = auto()
    RELEASE = auto()
    """Unlock exactly one lock that is held."""
    GET = auto()
    CLOSE = auto()
    EXIT = auto()
    EXIT_ASLEEP = auto()
    CANCEL = auto()
    MISUSE = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One call to come: the range is from one of ``OFFSETS`` to another."""

    deed: Deed
    owner: int = 0
    first: int = 0
    last: int = 0
    mode: str = EXCLUSIVE
    file: int = 0
    way: Way = Way.FORWARD


@dataclass(frozen=True, slots=True)
class Reach:
    """How many owners, files and offsets there are, and how long histories are."""

    owners: int
    files: int
    offsets: int
    least_steps: int = 1
    most_steps: int = 40


WIDE = Reach(owners=2, files=2, offsets=len(OFFSETS))
BUSY = Reach(owners=5, files=2, offsets=6, least_steps=5)
NARROW = Reach(owners=4, files=2, offsets=4, least_steps=5)

History = tuple[Step, ...]


def histories(deeds: Sequence[Deed], reach: Reach) -> st.SearchStrategy[History]:
    """Draw a history; a deed that is named twice comes twice as often."""
    # Few draws a step, from tables: drawing costs more than the calls do.
    ranges = tuple(
        (first, last) for first in range(reach.offsets) for last in range(first, reach.offsets)
    )
    step = st.builds(
        _step,
        st.sampled_from(deeds),
        st.sampled_from(tuple(product(range(reach.owners), range(reach.files)))),
        st.sampled_from(ranges),
        st.sampled_from(tuple(product(MODES, Way))),
    )
    return sequences(step, reach.least_steps, reach.most_steps)


def _step(deed: Deed, who: tuple[int, int], ends: tuple[int, int], how: tuple[str, Way]) -> Step:
    return Step(deed, who[0], *ends, mode=how[0], file=who[1], way=how[1])
