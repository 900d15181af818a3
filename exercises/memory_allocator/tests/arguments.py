"""Strategies: arenas, and histories whose steps mean something in whatever state they meet.

A step names its range and transaction by a number that is taken modulo what is there, and its size
by what it is measured against (``Basis``): a random number of bytes would hardly ever be exactly what
is left. ``moves`` says how a step is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

from hypothesis import strategies as st

from exercises.memory_allocator.tests.model import Arena
from harness.strategies import sequences

LONGEST_HISTORY = 60

OUTSIDE = 0
STALE = -1
"""The number of a transaction that is not open: finished, or never begun."""
PLAIN_CALLERS = (OUTSIDE,)
CALLERS = (OUTSIDE, OUTSIDE, 1, 2, 3, 4)
CALLERS_AND_STALE = (*CALLERS, STALE, STALE)


class Deed(Enum):
    """What a step does."""

    ALLOCATE = auto()
    FREE = auto()
    RESIZE = auto()
    BEGIN = auto()
    COMMIT = auto()
    ROLLBACK = auto()


class Basis(Enum):
    """What an amount is measured against."""

    NOTHING = auto()
    SAME = auto()
    """The size of the range that is resized, or the caller's own claim."""
    SAME_AND_UNCLAIMED = auto()
    LARGEST = auto()
    """The largest gap."""
    UNCLAIMED = auto()
    HALF_UNCLAIMED = auto()
    FREE = auto()
    ARENA = auto()


@dataclass(frozen=True, slots=True)
class Amount:
    """So many granules more than the basis, less a few bytes."""

    basis: Basis
    granules: int
    bytes_less: int


@dataclass(frozen=True, slots=True)
class Step:
    """One call to come. ``who`` is OUTSIDE, STALE or a number that picks an open transaction."""

    deed: Deed
    who: int
    amount: Amount
    alignment_granules: int
    pick: int


@dataclass(frozen=True, slots=True)
class History:
    """An arena and what is done in it."""

    arena: Arena
    steps: tuple[Step, ...]


def arenas(least: int = 4, most: int = 96) -> st.SearchStrategy[Arena]:
    """Draw an arena of so many granules whose base is aligned to a granule and no more."""
    return st.builds(
        lambda granule, granules, base: Arena(base * granule, granules * granule, granule),
        st.sampled_from((16, 1, 64)),
        st.integers(least, most),
        st.integers(0, 41),
    )


SMALL = tuple(Amount(Basis.NOTHING, granules, less) for granules in range(1, 9) for less in (0, 5))


def _near(*bases: Basis) -> tuple[Amount, ...]:
    """Return amounts of exactly, just below and just above each basis."""
    around = ((0, 0), (1, 0), (0, 1), (-1, 0))
    return tuple(Amount(basis, granules, less) for basis in bases for granules, less in around)


ROOM_AMOUNTS = (*SMALL, *_near(Basis.LARGEST), *_near(Basis.FREE, Basis.ARENA)[::2])
GROWTH_AMOUNTS = (
    *(Amount(Basis.SAME, granules, less) for granules in range(-3, 7) for less in (0, 5)),
    *_near(Basis.LARGEST, Basis.SAME_AND_UNCLAIMED),
)
CLAIM_AMOUNTS = (
    *SMALL[::2],
    *SMALL[1::6],
    *_near(Basis.SAME, Basis.SAME_AND_UNCLAIMED, Basis.UNCLAIMED),
    *_near(Basis.HALF_UNCLAIMED, Basis.LARGEST, Basis.FREE)[::2],
)
ALIGNMENTS = (0, 0, 0, 1, 2, 4, 8, 16)
"""In granules; 0 stands for one byte."""


def histories(
    deeds: Sequence[Deed],
    amounts: Sequence[Amount] = ROOM_AMOUNTS,
    arena: st.SearchStrategy[Arena] | None = None,
    alignments: Sequence[int] = ALIGNMENTS,
    callers: Sequence[int] = PLAIN_CALLERS,
) -> st.SearchStrategy[History]:
    """Draw a history of 1 to ``LONGEST_HISTORY`` steps; what is named twice comes twice as often."""
    # Few draws a step, from tables: drawing costs more than the calls do.
    step = st.builds(
        _step,
        st.sampled_from(tuple(product(deeds, callers))),
        st.sampled_from(tuple(product(amounts, alignments))),
        st.integers(0, LONGEST_HISTORY),
    )
    steps = sequences(step, 1, LONGEST_HISTORY)
    return st.builds(History, arena=arena or arenas(), steps=steps)


def _step(deed_and_who: tuple[Deed, int], place: tuple[Amount, int], pick: int) -> Step:
    return Step(*deed_and_who, *place, pick)
