"""Costs of a walk, against counts made by hand."""

from exercises.process_lock.tests.costs import Caches, Costs
from exercises.process_lock.tests.session import Session, open_session
from exercises.process_lock.tests.walks import Patience, Stay
from harness.simulators.schedules import ExactMoves, UniformPicks
from harness.simulators.shared_words import Kind, Operation
from harness.simulators.threads import State
from harness.simulators.walk import walk
from tests.exercises.process_lock.locks import BASELINE, REFERENCE, running


def costs_of(session: Session, moves: list[int]) -> Costs:
    """Return the costs of a schedule, and of what follows it in turns."""
    costs = Costs()
    done = walk(session.world, ExactMoves(moves), 1000, costs.see)
    assert done.is_over
    assert done.fault is None
    return costs


def test_caches_are_coherent() -> None:
    """A copy is had for one miss, and lost to every writer."""
    caches = Caches()
    load, store = Operation(Kind.LOAD, 0), Operation(Kind.STORE, 0, 1)
    failed = Operation(Kind.COMPARE_AND_SWAP, 0, 9, 9)
    assert [caches.use(0, load), caches.use(0, load), caches.use(1, load)] == [1, 0, 1]
    assert [caches.use(0, store), caches.use(0, store), caches.use(0, load)] == [1, 0, 0]
    assert [caches.use(1, failed), caches.use(1, store), caches.use(0, load)] == [1, 0, 1]
    assert caches.use(1, Operation(Kind.FUTEX_WAIT, 0, 5)) == 0
    assert caches.use(3, Operation(Kind.FUTEX_WAKE, 0, 5)) == 0
    assert caches.use(3, Operation(Kind.PAUSE)) == 0


def test_an_undisturbed_pair() -> None:
    """The baseline loads, swaps in, swaps out; the word is fetched, then owned."""
    with running(BASELINE) as submission:
        costs = costs_of(open_session(submission, ("WW", ""), live=True), [])
    assert (costs.acquisitions, costs.operations, costs.remote) == (2, 6, 1)
    assert (costs.futex_calls, costs.futile_wakes, costs.overtakes) == (0, 0, 0)


def test_a_futile_wake_up_and_an_overtake() -> None:
    """Threads 1 and 2 sleep; 0 wakes both and enters again; both look, and sleep again.

    Thread 0 asked again after both had fallen asleep: two overtakes. Each of the others is woken
    once to no purpose by 0, and thread 2 once more by 1.
    """
    enter = [0, 0]
    sleep = [1, 1, 1, 2, 2]
    leave = [0, 0]
    with running(BASELINE) as submission:
        session = open_session(submission, ("WW", "W", "W"), live=True)
        costs = costs_of(session, [*enter, *sleep, *leave, *enter, 1, 1, 1, 2, 2, *leave])
    assert costs.acquisitions == 4
    assert costs.overtakes == 2
    assert costs.futile_wakes >= 2


def test_handing_over_wakes_nobody_to_no_purpose() -> None:
    """In the reference one wait and one wake-up serve each thread that has to queue."""
    with running(REFERENCE) as submission:
        session = open_session(submission, ("WW",) * 4, live=True)
        costs = Costs()
        done = walk(session.world, UniformPicks(3), 1000, costs.see, Stay(20).allow)
        assert done.is_over
    assert costs.acquisitions == 8
    assert costs.futile_wakes == 0
    assert costs.futex_calls <= 2 * costs.acquisitions


def test_a_thread_stays_inside() -> None:
    """While others can move, the one inside is not allowed to leave before its time."""
    with running(BASELINE) as submission:
        session = open_session(submission, ("W", "W"), live=True)
        world, stay = session.world, Stay(3)
        state = world.start()
        for _ in range(2):
            state = world.step(state, 0)
        assert state.nodes[0].event.holds
        allowed = [list(stay.allow(state, world.moves(state))) for _ in range(4)]
    assert allowed == [[1], [1], [1], [0, 1]]


def test_nobody_begins_while_an_old_call_waits() -> None:
    """Once a call has seen so many acquisitions, others finish what they do and begin nothing."""
    with running(REFERENCE) as submission:
        session = open_session(submission, ("W", "WWWW"), live=True)
        patience, seen = Patience(2), []

        def watch(before: State, move: int, after: State) -> None:
            patience.watch(before, move, after)
            seen.append(list(patience.allow(after, session.world.moves(after))))

        # Thread 0 begins to leave, and stands still in the middle of that.
        moves = [0, 1, 1, 1, 0]
        done = walk(session.world, ExactMoves(moves), 1000, watch)
    assert done.is_over
    assert done.fault is None
    assert all(allowed for allowed in seen[:-1])
