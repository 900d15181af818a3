"""Choosers: data that makes the same choices each time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.simulators.schedules import (
    Chooser,
    ExactMoves,
    ListedPicks,
    PriorityChanges,
    UniformPicks,
    priority_changes,
)
from harness.simulators.threads import State
from harness.simulators.walk import states_of, walk
from tests.harness.simulators.planted_locks import (
    CORRECT,
    Planted,
    make_world,
    sleeps_unannounced,
    three_state_mutex,
)


def test_listed_picks_end_in_turns() -> None:
    """Picks count modulo the moves; after the last one everybody has a turn."""
    picks = ListedPicks([1, 5])
    assert [picks.choose([0, 1, 2]) for _ in range(6)] == [1, 2, 0, 1, 2, 0]


def test_priorities_fall_at_change_points() -> None:
    """The highest thread that can move moves, until it falls behind all others."""
    chooser = PriorityChanges([2, 0, 1], [2])
    moves = [0, 1, 2]
    assert [chooser.choose(moves) for _ in range(2)] == [2, 2]
    assert [chooser.choose(moves) for _ in range(2)] == [0, 0]
    assert chooser.choose([1, 2]) == 1


def test_a_thread_that_spins_falls_too() -> None:
    """Nobody moves for ever while others could."""
    chooser = PriorityChanges([0, 1], [], patience=3)
    assert [chooser.choose([0, 1]) for _ in range(8)] == [0, 0, 0, 1, 1, 1, 0, 0]


def test_exact_moves_repeat_a_schedule() -> None:
    """Off the schedule, or after it, threads take turns."""
    chooser = ExactMoves([1, 1, 0])
    assert [chooser.choose([0, 1]) for _ in range(5)] == [1, 1, 0, 0, 1]
    off = ExactMoves([1, 2, 1])
    assert [off.choose([0, 1]) for _ in range(3)] == [1, 0, 1]


def choosers_of(seed: int) -> list[Chooser]:
    """Return one chooser of each kind."""
    return [
        UniformPicks(seed),
        priority_changes(3, 60, 3, seed),
        ListedPicks([seed >> shift & 3 for shift in range(30)]),
    ]


@given(seed=st.integers(0, 2**32 - 1))
def test_the_same_chooser_makes_the_same_walk(seed: int) -> None:
    """Move by move, also when it is repeated exactly."""
    world = make_world(Planted(three_state_mutex), 3, 2)
    for first, second in zip(choosers_of(seed), choosers_of(seed), strict=True):
        once, again = walk(world, first, 10_000), walk(world, second, 10_000)
        assert once == again
        assert once.is_over
        assert once.fault is None
        assert walk(world, ExactMoves(once.moves), 10_000) == once
        assert states_of(world, once.moves)[-1] == once.end


@pytest.mark.parametrize("planted", CORRECT, ids=lambda p: p.section.__name__)
def test_correct_locks_walk_to_the_end(planted: Planted) -> None:
    """Under every kind of schedule."""
    world = make_world(planted)
    for seed in range(20):
        done = walk(world, UniformPicks(seed), 10_000)
        assert (done.is_over, done.fault) == (True, None)


def test_a_walk_ends_at_a_fault() -> None:
    """The moves up to it are what is kept."""
    done = walk(make_world(Planted(sleeps_unannounced)), ListedPicks([0, 1, 1]), 100)
    assert done.fault is not None
    assert done.moves[:3] == (0, 1, 1)
    assert done.is_over


def test_a_walk_has_a_limit_and_a_watcher() -> None:
    """Every step is seen, with the state before and after it; the author may forbid moves."""
    world = make_world(Planted(three_state_mutex), 2, 50)
    seen: list[tuple[State, int, State]] = []
    done = walk(
        world,
        UniformPicks(1),
        30,
        watch=lambda before, move, after: seen.append((before, move, after)),
        allow=lambda _, moves: moves[-1:],
    )
    assert not done.is_over
    assert len(done.moves) == len(seen) == 30
    assert all(
        before.nodes != after.nodes or before.parked != after.parked for before, _, after in seen
    )
    assert set(done.moves[:4]) == {1}
