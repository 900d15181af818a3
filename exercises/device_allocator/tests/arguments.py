"""Strategies: hosts, and histories whose steps mean something in whatever state they meet.

A step is a deed and a number, its dice: what it acts on, and how much of it, is read off the dice in the
state that it meets (``moves``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from hypothesis import strategies as st

from exercises.device_allocator.tests.model import Host
from harness.strategies import sequences

LONGEST_HISTORY = 50
MOST_OPEN = 6
"""Sessions that are open at once; the oracle tries all sets of them."""
PATIENCE = (0, 1, 2, 3, LONGEST_HISTORY)
"""The last one never closes the door."""


class Deed(Enum):
    """What a step does; one that finds nothing to act on becomes an arrival, or an end of a session."""

    ARRIVE = auto()
    """A new session asks for some of its claim."""
    REGISTER = auto()
    """A new session asks for nothing yet."""
    ASK = auto()
    """A session that does not wait asks, for more or for the first time."""
    RELEASE = auto()
    """A session gives some of its units back, whether it waits or not."""
    WITHDRAW = auto()
    """A session withdraws; most often it has a request waiting."""
    END = auto()
    """A session ends that does not wait, if there is one."""
    END_WAITING = auto()
    """A session ends that has a request waiting."""


class Claims(Enum):
    """How much a new session claims."""

    BORDER = auto()
    """Nearly everything: a few units held are enough to stand at the border of safety."""
    ANY = auto()
    SMALL = auto()
    """A fifth of the sessions claim everything, the others a unit or two."""


@dataclass(frozen=True, slots=True)
class Step:
    """A deed to come."""

    deed: Deed
    dice: int


@dataclass(frozen=True, slots=True)
class History:
    """A host and what is done with it."""

    host: Host
    claims: Claims
    most_open: int
    steps: tuple[Step, ...]


ONE_CLASS = ({"gpu": (4,)}, {"gpu": (3, 2)}, {"gpu": (2, 2, 2)})
TWO_CLASSES = ({"gpu": (2, 2), "vf": (3,)}, {"gpu": (3,), "vf": (2, 3)}, {"gpu": (2,), "vf": (2,)})
ALL_GROUPS = (*ONE_CLASS, *TWO_CLASSES)

EVERYDAY = (
    *(Deed.ARRIVE,) * 5,
    *(Deed.ASK,) * 6,
    *(Deed.RELEASE,) * 3,
    *(Deed.END, Deed.END, Deed.REGISTER, Deed.WITHDRAW, Deed.END_WAITING),
)
"""A bit of everything."""
HOLD_AND_WAIT = (*(Deed.ARRIVE,) * 4, *(Deed.ASK,) * 10, Deed.RELEASE, Deed.RELEASE, Deed.END)
"""Those who hold something ask for more."""
CROWD = (
    *(Deed.ARRIVE,) * 8,
    *(Deed.END,) * 4,
    *(Deed.ASK,) * 4,
    *(Deed.RELEASE, Deed.WITHDRAW),
)
"""Sessions come and go."""
AT_THE_BORDER = (
    *(Deed.ARRIVE,) * 5,
    *(Deed.ASK,) * 5,
    *(Deed.RELEASE,) * 3,
    *(Deed.END, Deed.END_WAITING, Deed.END_WAITING),
)
"""Everybody asks until nothing more is safe, then a little comes back."""
GIVING_UP = (
    *(Deed.ARRIVE,) * 8,
    *(Deed.ASK,) * 3,
    *(Deed.WITHDRAW,) * 4,
    *(Deed.END_WAITING,) * 3,
    *(Deed.END,) * 2,
)
"""Sessions lose patience, or crash while they wait."""


def histories(
    deeds: Sequence[Deed],
    claims: Sequence[Claims],
    patience: Sequence[int] = PATIENCE,
    *,
    most_open: Sequence[int] = (MOST_OPEN,),
    lengths: tuple[int, int] = (1, LONGEST_HISTORY),
    groups: Sequence[Mapping[str, tuple[int, ...]]] = ALL_GROUPS,
) -> st.SearchStrategy[History]:
    """Draw a history; what is named twice comes twice as often."""
    step = st.builds(Step, deed=st.sampled_from(deeds), dice=st.integers(0, 2**16 - 1))
    hosts = st.builds(Host, st.sampled_from(groups), st.sampled_from(patience))
    return st.builds(
        History,
        host=hosts,
        claims=st.sampled_from(claims),
        most_open=st.sampled_from(most_open),
        steps=sequences(step, *lengths),
    )


def border_histories() -> st.SearchStrategy[History]:
    """Draw a history in which few sessions claim nearly everything and ask for little at a time."""
    groups = (*ONE_CLASS, TWO_CLASSES[0])
    return histories(
        AT_THE_BORDER, (Claims.BORDER,), most_open=(4, 5), lengths=(20, 40), groups=groups
    )


def crowded_histories(patience: Sequence[int]) -> st.SearchStrategy[History]:
    """Draw a history in which sessions come and go, so that there is much overtaking."""
    return histories(CROWD, (Claims.SMALL, Claims.ANY), patience, lengths=(10, LONGEST_HISTORY))


def any_of(*choices: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw from one of these; one named twice is taken twice as often (``one_of`` drops repeats)."""
    return st.integers(0, len(choices) - 1).flatmap(lambda index: choices[index])


def _arrivals(*dice: int) -> tuple[Step, ...]:
    return tuple(Step(Deed.ARRIVE, one) for one in dice)


_FOUR_UNITS = Host({"gpu": (4,)}, 0)
END_WHILE_WAITING = History(_FOUR_UNITS, Claims.BORDER, 4, _arrivals(0, 94, 0, 0, 0, 0))
"""Four open sessions near the border; the first ends for a fifth, while it waits and holds a unit."""
HEAD_WITHDRAWS = History(
    _FOUR_UNITS, Claims.BORDER, MOST_OPEN, (*_arrivals(0, 0, 53), Step(Deed.WITHDRAW, 0))
)
"""One session holds a unit, two wait; the door is closed by the first of these until it withdraws."""
