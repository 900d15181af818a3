"""Strategies: hosts, machines, and histories whose steps mean something in whatever state they meet.

A step names its machine or request by a number that is taken modulo those there are. ``moves`` says
how a step is played.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

from hypothesis import strategies as st

from exercises.processor_allocator.stub.solution import UNIT, Machine

STEPS = 24
NAMES = 11
NAMES_ASKED_FOR = 4
LONG_AFTER = 100
"""Ticks; every lease is shorter."""
SHORT_LEASES = st.integers(1, 12)
LONG_LEASES = st.integers(70, LONG_AFTER - 1)
"""They outlast a history of short jumps: what is wrong with the end of a lease does not show."""
SHARES = (1, 2, 3, 7, 500, 1000, 2000)


class Deed(Enum):
    """What a step does."""

    PASS = auto()
    """Nothing: what is not needed for a failure shrinks to this."""
    ADMIT = auto()
    REMOVE = auto()
    PREPARE = auto()
    """A request always comes with the same machine and lease: the second time it is a repetition."""
    PREPARE_OTHER = auto()
    """With a machine or a lease that is not the request's."""
    PREPARE_BADLY = auto()
    """With a lease or a machine that breaks a range."""
    COMMIT = auto()
    ABORT = auto()
    USE_HELD = auto()
    """Remove, divide or admit a name that is only held."""
    DIVIDE = auto()
    """Among all that run."""


class Jump(Enum):
    """How far time moves, beside a number of ticks."""

    LAST_TICK = auto()
    """To the last tick of the lease that ends first."""
    END = auto()
    """To the first tick after it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a request asks for, whenever it is made."""

    machine: Machine
    lease: int


@dataclass(frozen=True, slots=True)
class Step:
    """A deed to come, after a jump in time."""

    deed: Deed
    jump: int | Jump
    pick: int
    other: int


@dataclass(frozen=True, slots=True)
class History:
    """A host and what is done with it.

    Attributes:
        plans: Of request r0, r1, ...
        machines: What is admitted without a request.
        asks_free: Call free() after each step; without it, whoever drops leases only there is found.
    """

    nodes: tuple[int, ...]
    plans: tuple[Plan, ...]
    machines: tuple[Machine, ...]
    steps: tuple[Step, ...]
    asks_free: bool


def hosts(most_nodes: int = 3, most_processors: int = 4) -> st.SearchStrategy[tuple[int, ...]]:
    """Draw a host; processors a node."""
    node = st.integers(1, most_processors)
    return st.lists(node, min_size=1, max_size=most_nodes).map(tuple)


@st.composite
def machines(draw: st.DrawFn, name: str, widest: int = 5) -> Machine:
    """Draw a machine that breaks no range; reservations of nothing and of everything are common."""
    count = draw(st.integers(1, widest))
    limit = draw(st.sampled_from((UNIT * count, UNIT * count, 1 + 700 * count // 2)))
    reservation = draw(st.one_of(st.sampled_from((0, limit, limit // 2)), st.integers(0, limit)))
    return Machine(name, count, reservation, limit, draw(st.sampled_from(SHARES)))


def histories(deeds: Sequence[Deed], jumps: Sequence[int | Jump]) -> st.SearchStrategy[History]:
    """Draw a history without requests; what is named twice comes twice as often."""
    return st.builds(
        History,
        nodes=hosts(),
        plans=st.just(()),
        machines=st.tuples(*(machines(f"m{number}") for number in range(NAMES))),
        steps=_steps(deeds, jumps),
        asks_free=st.booleans(),
    )


def request_histories(
    deeds: Sequence[Deed],
    jumps: Sequence[int | Jump],
    leases: st.SearchStrategy[int] = SHORT_LEASES,
) -> st.SearchStrategy[History]:
    """Draw a history of up to four requests that ask for few names on a small host."""
    plan = st.builds(
        Plan,
        st.integers(0, NAMES_ASKED_FOR - 1).flatmap(lambda name: machines(f"m{name}", widest=3)),
        leases,
    )
    # Few requests get many messages each.
    count = st.sampled_from((1, 1, 2, 4))
    others = ("m0", "m1", "m8", "m9")
    return st.builds(
        History,
        nodes=hosts(2, 3),
        plans=count.flatmap(lambda size: st.tuples(*[plan] * size)),
        machines=st.tuples(*(machines(name, widest=3) for name in others)),
        steps=_steps(deeds, jumps),
        asks_free=st.booleans(),
    )


def _step(what: tuple[Deed, int | Jump], pick: int, other: int) -> Step:
    return Step(*what, pick, other)


def _steps(
    deeds: Sequence[Deed], jumps: Sequence[int | Jump]
) -> st.SearchStrategy[tuple[Step, ...]]:
    """Draw always as many steps: lists of a random length are short on average."""
    # Few draws a step, from a table: drawing costs more than the calls do.
    step = st.builds(
        _step,
        st.sampled_from(((Deed.PASS, 0), *product(deeds, jumps))),
        st.integers(0, NAMES - 1),
        st.integers(0, NAMES - 1),
    )
    return st.lists(step, min_size=STEPS, max_size=STEPS).map(tuple)
