"""Hosts on which machines compete for processor time: what the tests of ``divide`` need.

Random histories seldom leave fractions: here many machines with odd shares want more than there is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.tests.arguments import SHARES
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session

HUGE = 999_999


@dataclass(frozen=True, slots=True)
class Contention:
    """One node, machines, and rounds of demands: for each machine, None if it is not named."""

    processors: int
    machines: tuple[Machine, ...]
    rounds: tuple[tuple[int | None, ...], ...]
    order: int
    """Turns the machines' order in each round's demands."""


@st.composite
def contentions(draw: st.DrawFn) -> Contention:
    """Draw machines that mostly want more than the node has."""
    processors = draw(st.integers(2, 4))
    count = draw(st.integers(3, 10))
    machines = tuple(draw(_competitors(f"m{n}", processors, count)) for n in range(count))
    demand = st.one_of(st.just(HUGE), st.integers(0, 2500), st.integers(600, 2500), st.none())
    rounds = draw(st.lists(st.tuples(*[demand] * count), min_size=3, max_size=3))
    everybody = (HUGE,) * count
    return Contention(processors, machines, (everybody, *rounds), draw(st.integers(0, 9)))


@st.composite
def _competitors(draw: st.DrawFn, name: str, processors: int, count: int) -> Machine:
    width = draw(st.integers(1, processors))
    limit = draw(st.one_of(st.just(UNIT * width), st.integers(1, UNIT * width)))
    fair = UNIT * processors // count
    reservation = draw(st.one_of(st.just(0), st.integers(0, min(limit, 2 * fair))))
    return Machine(name, width, reservation, limit, draw(st.sampled_from(SHARES)))


def divide_all(submission: Any, contention: Contention, *judged: Aspect) -> None:
    """Admit what fits, then divide in every round."""
    session = Session(submission, (contention.processors,), *judged)
    for machine in contention.machines:
        session.admit(0, machine)
    for now, demands in enumerate(_rounds(contention)):
        running = session.model.running
        session.divide(now, {name: wish for name, wish in demands if name in running})


def _rounds(contention: Contention) -> Iterator[list[tuple[str, int]]]:
    for number, demands in enumerate(contention.rounds):
        named = [
            (machine.name, demand)
            for machine, demand in zip(contention.machines, demands, strict=True)
            if demand is not None
        ]
        turn = (contention.order * (number + 1)) % max(1, len(named))
        yield named[turn:] + named[:turn]
