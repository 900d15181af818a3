"""The search: complete, fewest preemptions first, each state once; checked against brute force."""

import itertools
from collections.abc import Iterator

import pytest

from harness.simulators.exploration import Bounds, explore
from harness.simulators.faults import Fault
from harness.simulators.generator_threads import Steps, histories_of
from harness.simulators.threads import State, ThreadWorld
from tests.harness.simulators.planted_locks import (
    CORRECT,
    DEFECTIVE,
    EXCLUSION,
    Planted,
    add,
    load,
    make_world,
    only_one_inside,
    store,
    three_state_mutex,
    ticket_lock,
)

EVERYTHING = Bounds(states=10**6, preemptions=10**6, most_states=10**6)


def name_of(planted: Planted) -> str:
    """Return the lock's name, for the test's id."""
    return planted.section.__name__


def spins(planted: Planted) -> bool:
    """Tell whether a lock has endless schedules, which brute force can not list."""
    return name_of(planted).startswith("peterson")


def every_schedule(
    world: ThreadWorld, state: State, moves: tuple[int, ...]
) -> Iterator[tuple[tuple[int, ...], State]]:
    """Yield every schedule that ends or fails, without merging anything: the oracle."""
    possible = world.moves(state)
    if not possible or world.fault(state) is not None:
        yield moves, state
        return
    for move in possible:
        yield from every_schedule(world, world.step(state, move), (*moves, move))


def preemptions_in(world: ThreadWorld, moves: tuple[int, ...]) -> int:
    """Count the switches away from a thread that could have gone on."""
    state, count = world.start(), 0
    for move, following in itertools.pairwise(moves):
        state = world.step(state, move)
        count += following != move and move in world.moves(state)
    return count


@pytest.mark.parametrize(
    "planted",
    [p for p in DEFECTIVE if p.threads == 2 and p.rounds == 1 and not spins(p)],
    ids=name_of,
)
def test_the_failure_found_has_the_fewest_preemptions_and_steps(planted: Planted) -> None:
    """No failing schedule of all has fewer preemptions, nor fewer steps with as many."""
    world = make_world(planted)
    failing = [
        (preemptions_in(world, moves), len(moves))
        for moves, state in every_schedule(world, world.start(), ())
        if world.fault(state) is not None
    ]
    found = explore(world, EVERYTHING)
    assert found.fault is not None
    assert (preemptions_in(world, found.moves), len(found.moves)) == min(failing)


def test_a_complete_search_reaches_every_end() -> None:
    """Merging equal states loses none of the final memories that brute force finds."""

    def counting(number: int) -> Steps:
        seen = yield load(0)
        yield store(0, seen + number)
        yield add(1, seen)

    world = ThreadWorld(
        histories_of([lambda: counting(1), lambda: counting(2), lambda: counting(4)]), [0, 0], 8
    )
    expected = {state.words for _, state in every_schedule(world, world.start(), ())}
    reached = set()

    def note(state: State) -> Fault | None:
        if not world.moves(state):
            reached.add(state.words)
        return None

    world.fault = note  # type: ignore[method-assign]  # watches the search
    found = explore(world, EVERYTHING)
    assert found.is_complete
    assert reached == expected
    assert len(expected) > 10


@pytest.mark.parametrize("planted", CORRECT, ids=name_of)
def test_correct_locks_have_no_fault(planted: Planted) -> None:
    """Two threads in every order; three, and what spins, with a bounded number of preemptions."""
    if name_of(planted) == "peterson":
        found = explore(make_world(planted), Bounds(states=0, preemptions=4))
        assert found.fault is None
        assert found.preemptions == 4
        return
    assert explore(make_world(planted, 2, 2), EVERYTHING).is_complete
    found = explore(make_world(planted, 3, 1), Bounds(states=0))
    assert found.fault is None
    assert found.preemptions >= 2


@pytest.mark.parametrize("planted", DEFECTIVE, ids=name_of)
def test_every_planted_defect_is_found(planted: Planted) -> None:
    """Within three preemptions; most need one or two."""
    found = explore(make_world(planted), Bounds(states=0, preemptions=3))
    assert found.fault is not None
    assert found.preemptions < 3


def test_two_threads_of_twenty_steps_are_exhausted() -> None:
    """Two ticket locks, three sections each: 12 to 21 steps a thread, depending on the order."""
    found = explore(make_world(Planted(ticket_lock), 2, 3), EVERYTHING)
    assert found.is_complete
    assert found.states < 30_000


def test_states_are_explored_once() -> None:
    """Threads that do not disturb each other have as many states as places, not as schedules."""

    def own(word: int) -> Steps:
        for _ in range(9):
            yield store(word, 1)

    world = ThreadWorld(histories_of([lambda: own(0), lambda: own(1)]), [0, 0], 8)
    found = explore(world, EVERYTHING)
    assert found.states == 10 * 10
    assert found.steps == 2 * 9 * 10


def test_a_fault_that_is_not_judged_is_a_dead_end() -> None:
    """The search goes on elsewhere and does not look behind it."""
    world = make_world(DEFECTIVE[0])
    found = explore(world, EVERYTHING, lambda fault: fault.aspect != EXCLUSION)
    assert found.fault is None
    assert found.dead_ends > 0
    assert not found.is_complete


def test_the_search_stops_at_its_bound_and_says_what_it_covered() -> None:
    """Beyond the promised preemptions the states decide; below them only the hard limit does."""
    world = make_world(Planted(three_state_mutex), 3, 2)
    promised = explore(world, Bounds(states=10, preemptions=1, most_states=10**6))
    assert not promised.is_complete
    assert promised.preemptions == 1
    assert promised.states > 10
    cut = explore(world, Bounds(states=10, preemptions=2, most_states=50))
    assert not cut.is_complete
    assert cut.preemptions < 1
    assert cut.states < 500


def test_spurious_wake_ups_are_tried_at_every_place() -> None:
    """A lock that takes being woken for owning is broken by one of them in a single section."""
    planted = Planted(section=DEFECTIVE[2].section)
    assert explore(make_world(planted), EVERYTHING).fault is None
    found = explore(make_world(planted, spare_wakes=1), EVERYTHING)
    assert found.fault is not None
    assert min(found.moves) < 0


def test_the_same_search_finds_the_same() -> None:
    """Nothing is left to chance."""
    first, second = (explore(make_world(DEFECTIVE[3]), EVERYTHING) for _ in range(2))
    assert first == second
    assert only_one_inside([]) is None
