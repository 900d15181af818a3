"""The oracle: cells, runs, conflicts, the queue, cycles; ranges in three ways of writing."""

from itertools import pairwise

import pytest

from exercises.file_lock.stub.solution import EXCLUSIVE, MAX_OFFSET, SHARED, Lock
from exercises.file_lock.tests.model import CELLS, OFFSETS, Model, Request
from exercises.file_lock.tests.spans import Way, span, span_of


def request(owner: int, first: int, last: int, mode: str = EXCLUSIVE, file: int = 0) -> Request:
    """Return a request from one offset to another."""
    return Request(file, owner, span(first, last).cells, mode)


def holding(*requests: Request) -> Model:
    """Return a model in which these were granted."""
    model = Model()
    for one in requests:
        model.granted(one)
    return model


def test_cells_cover_every_byte_once() -> None:
    """They begin with byte 0, end with the last one, and leave no gap."""
    assert CELLS[0][0] == 0
    assert CELLS[-1][1] == MAX_OFFSET
    assert all(one[1] + 1 == other[0] for one, other in pairwise(CELLS))
    assert {offset for offset in OFFSETS if (offset, offset) in CELLS} == set(OFFSETS)


@pytest.mark.parametrize(
    ("way", "ends", "written"),
    [
        (Way.FORWARD, (1, 4), (1, 5)),
        (Way.BACKWARD, (1, 4), (6, -5)),
        (Way.TO_THE_END, (1, 4), (1, 5)),
        (Way.TO_THE_END, (1, 11), (1, 0)),
        (Way.BACKWARD, (1, 11), (1, MAX_OFFSET)),
        (Way.BACKWARD, (0, 10), (MAX_OFFSET, -MAX_OFFSET)),
    ],
)
def test_ranges_are_written_in_three_ways(
    way: Way, ends: tuple[int, int], written: tuple[int, int]
) -> None:
    """Where a way is impossible, the length is positive."""
    found = span(*ends, way)
    assert (found.start, found.length) == written
    assert found.cells == span(*ends).cells


def test_cells_name_their_range() -> None:
    """A gap has a range, too."""
    gap = CELLS.index((9, 4094))
    assert span_of(range(gap, gap + 2)).start == 9
    assert str(span_of(range(gap, gap + 2))) == "9..4095"


def test_records_are_maximal_runs_of_one_mode() -> None:
    """Neighbours of one mode are one lock, those of two modes are two; a gap parts."""
    model = holding(request(1, 0, 1), request(1, 2, 2), request(1, 3, 3, SHARED))
    model.granted(request(1, 5, 5, SHARED))
    assert model.locks(0) == [
        Lock(0, 1, 0, 2, EXCLUSIVE),
        Lock(0, 1, 3, 3, SHARED),
        Lock(0, 1, 8, 8, SHARED),
    ]
    model.unlocked(0, 1, span(1, 1).cells)
    assert model.locks(0)[:2] == [Lock(0, 1, 0, 0, EXCLUSIVE), Lock(0, 1, 2, 2, EXCLUSIVE)]
    assert model.locks(1) == []


def test_locks_are_sorted_by_start_then_owner() -> None:
    """Whoever came first."""
    model = holding(request(2, 0, 0, SHARED), request(1, 0, 0, SHARED), request(0, 1, 1))
    assert [lock.owner for lock in model.locks(0)] == [1, 2, 0]


@pytest.mark.parametrize(
    ("other", "conflicts"),
    [
        (request(2, 1, 2, SHARED), True),
        (request(2, 3, 3), False),
        (request(1, 1, 2), False),
        (request(2, 1, 2, file=1), False),
    ],
)
def test_conflicts_need_two_owners_and_a_common_byte(other: Request, *, conflicts: bool) -> None:
    """Of one file, and one of both exclusive."""
    model = holding(request(1, 0, 2))
    assert (model.holders_against(other) == [1]) is conflicts
    assert request(1, 0, 2).conflicts_with(other) is conflicts
    assert bool(model.locks_against(other)) is conflicts


def test_readers_do_not_conflict() -> None:
    """Two shared locks on one byte."""
    model = holding(request(1, 0, 2, SHARED))
    assert model.holders_against(request(2, 0, 2, SHARED)) == []


def test_a_reason_is_a_held_lock_or_an_earlier_request() -> None:
    """A later request is none."""
    model = holding(request(0, 0, 0))
    first, second = request(1, 0, 0, SHARED), request(2, 0, 0)
    model.waits(first)
    model.waits(second)
    assert model.without_reason() == []
    model.closed(0, 0)
    assert model.without_reason() == [first]
    assert model.ahead_of(second) == [first]
    model.cancelled(1)
    assert model.without_reason() == [second]


def test_cycles_follow_all_blockers() -> None:
    """Owner 2 waits for two readers; whichever asks for its byte closes a cycle."""
    model = holding(request(0, 0, 0, SHARED), request(1, 0, 0, SHARED), request(2, 1, 1))
    model.waits(request(2, 0, 0))
    for reader in (0, 1):
        assert model.cycle(request(reader, 1, 1), with_queue=False) == [reader, 2]
    assert model.cycle(request(3, 1, 1), with_queue=True) == []


def test_queue_edges_close_cycles_of_their_own() -> None:
    """Owner 0 waits for owner 1, who would wait behind it."""
    model = holding(request(1, 0, 0))
    model.waits(request(0, 0, 1))
    assert model.cycle(request(1, 1, 1), with_queue=False) == []
    assert model.cycle(request(1, 1, 1), with_queue=True) == [1, 0]


def test_exit_takes_locks_and_request() -> None:
    """On all files."""
    model = holding(request(0, 0, 0), request(0, 0, 0, file=1), request(1, 1, 1))
    model.waits(request(0, 1, 1))
    model.exited(0)
    assert model.owners() == [1]
    assert model.queue == []
