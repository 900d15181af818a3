"""The policy workload: machines that come, stay for a while and go, and what they ask for meanwhile.

A machine's stay is counted in arrivals and fixed in advance, so that every solution meets the same
machines, whatever it refuses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from exercises.processor_allocator.stub.solution import UNIT, Machine

NODES = (8, 8, 8)
ARRIVALS = 260
MEAN_STAY = 28
DEDICATED_SHARE = 0.1
ARRIVALS_BETWEEN_DEMANDS = 3
WIDTHS = (1, 2, 4, 6)
WIDTH_WEIGHTS = (40, 28, 22, 10)
SHARES = (500, 1000, 2000)


@dataclass(frozen=True, slots=True)
class Visit:
    """A machine that arrives, and the number of the arrival before which it leaves."""

    machine: Machine
    leaves: int


@dataclass(frozen=True, slots=True)
class Story:
    """One run of the workload.

    Attributes:
        visits: In order of arrival.
        demands: By the number of the arrival after which they are asked for: one for every machine
            that has come so far, running or not.
    """

    visits: Sequence[Visit]
    demands: Mapping[int, Mapping[str, int]]


def story(randomness: Random) -> Story:
    """Draw a run."""
    visits = [_visit(randomness, number) for number in range(ARRIVALS)]
    demands = {}
    for number in range(0, ARRIVALS, ARRIVALS_BETWEEN_DEMANDS):
        staying = [visit.machine for visit in visits[: number + 1] if visit.leaves > number]
        demands[number] = {one.name: _upto(randomness, _width(one)) for one in staying}
    return Story(visits, demands)


def departures(visits: Sequence[Visit], number: int) -> Iterator[Machine]:
    """Yield whoever leaves before arrival ``number``."""
    for visit in visits[:number]:
        if visit.leaves == number:
            yield visit.machine


def _visit(randomness: Random, number: int) -> Visit:
    (count,) = randomness.choices(WIDTHS, WIDTH_WEIGHTS)
    limit = UNIT * count
    if randomness.random() < 0.3:
        limit = 1 + int(limit * (0.3 + 0.6 * randomness.random()))
    reservation = 0
    if randomness.random() >= 0.25:
        reservation = int(limit * (0.1 + 0.6 * randomness.random() ** 2))
    shares = randomness.choice(SHARES)
    if randomness.random() < DEDICATED_SHARE:
        limit = reservation = UNIT * count
    stay = 1 + int(randomness.expovariate(1 / MEAN_STAY))
    return Visit(Machine(f"m{number}", count, reservation, limit, shares), number + stay)


def _width(machine: Machine) -> int:
    return UNIT * machine.virtual_processors


def _upto(randomness: Random, most: int) -> int:
    return int(randomness.random() * (most + 1))
