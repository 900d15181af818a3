"""The policy workload and its figures."""

from random import Random

import pytest

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.workloads.arrivals import (
    ARRIVALS,
    NODES,
    Story,
    Visit,
    departures,
    story,
)
from exercises.processor_allocator.workloads.visits import Pool, Tally, jain_index

WIDE = Machine("wide", 2, 0, 2000, 1)
BUSY = Machine("busy", 1, 0, 1000, 1)
DEDICATED = Machine("dedicated", 1, 1000, 1000, 1)


class Fixed:
    """Places machines where it is told to."""

    def __init__(self, **placements: list[int] | None) -> None:
        self._placements = placements
        self.removed: list[str] = []

    def admit(self, now: int, machine: Machine) -> list[int] | None:  # noqa: ARG002 - Allocator's
        """Look it up."""
        return self._placements[machine.name]

    def remove(self, now: int, name: str) -> object:  # noqa: ARG002 - Allocator's
        """Note who left."""
        self.removed.append(name)
        return None


def _tally(allocator: Fixed) -> Tally:
    visits = [Visit(WIDE, 9), Visit(BUSY, 9), Visit(DEDICATED, 9)]
    tally = Tally()
    tally.play(allocator, Story(visits, {1: {"wide": 2000, "busy": 1000}}))
    return tally


def test_a_story_is_drawn_by_its_seed_alone() -> None:
    """It has as many visits as it should, machines within their ranges, and departures."""
    drawn = story(Random(5))
    assert drawn == story(Random(5))
    assert len(drawn.visits) == ARRIVALS
    for visit in drawn.visits:
        machine = visit.machine
        assert 0 <= machine.reservation <= machine.limit <= UNIT * machine.virtual_processors
    left = [one.name for number in range(ARRIVALS) for one in departures(drawn.visits, number)]
    assert len(left) == len(set(left)) > ARRIVALS // 2


def test_who_leaves_is_removed_unless_it_was_refused() -> None:
    """A visit ends before the arrival that it names."""
    allocator = Fixed(wide=None, busy=[0], dedicated=[1])
    visits = [Visit(WIDE, 2), Visit(BUSY, 2), Visit(DEDICATED, 9)]
    Tally().play(allocator, Story(visits, {}))
    assert allocator.removed == ["busy"]


def test_acceptance_and_locality_are_counted() -> None:
    """Value is reservation and 100 a virtual processor; only wide machines count for locality."""
    tally = _tally(Fixed(wide=[0, NODES[0]], busy=[1], dedicated=None))
    assert tally.acceptance == pytest.approx((200 + 100) / (200 + 100 + 1100))
    assert (tally.wide, tally.locality) == (1, 0.0)
    assert _tally(Fixed(wide=[3, 4], busy=[1], dedicated=[2])).locality == 1.0


def test_delivery_is_what_pinning_leaves() -> None:
    """Two on one processor get half each; apart they get everything."""
    together = _tally(Fixed(wide=[0, 1], busy=[0], dedicated=[2]))
    # The wide one has half a share on each processor: a third of the first one, all of the second.
    assert together.delivery == pytest.approx((1000 / 3 + 1000 + 2000 / 3) / 3000)
    assert _tally(Fixed(wide=[0, 1], busy=[2], dedicated=[3])).delivery == 1.0


def test_stranded_capacity_is_what_is_too_small() -> None:
    """A dedicated machine can use no processor on which somebody has reserved."""
    half = Machine("wide", 2, 1000, 2000, 1)
    tally = Tally()
    allocator = Fixed(wide=[0, 1], dedicated=None)
    tally.play(allocator, Story([Visit(half, 9), Visit(DEDICATED, 9)], {}))
    assert (tally.refusals, tally.stranded) == (1, 1000)


def test_a_pool_takes_what_fits_in_sum() -> None:
    """It has no edges: three halves fit where one and a half is left."""
    pool = Pool()
    count = sum(NODES)
    assert pool.admit(0, Machine("big", count, UNIT * count - 1500, UNIT * count, 1)) is not None
    assert pool.admit(0, Machine("small", 1, 1000, 1000, 1)) is not None
    assert pool.admit(0, Machine("next", 1, 1000, 1000, 1)) is None
    pool.remove(0, "small")
    assert pool.admit(0, Machine("next", 1, 1000, 1000, 1)) is not None


def test_jain_index_of_known_parts() -> None:
    """Even parts give 1, one winner of four gives a quarter."""
    assert jain_index([0.5, 0.5]) == 1.0
    assert jain_index([1, 0, 0, 0]) == 0.25
