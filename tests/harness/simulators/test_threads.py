"""The world of threads: who can move, who sleeps, who is woken."""

from harness.simulators.faults import DEADLOCK
from harness.simulators.generator_threads import Steps, histories_of
from harness.simulators.shared_words import Kind, Operation
from harness.simulators.threads import State, ThreadWorld, mover, spurious
from tests.harness.simulators.planted_locks import load, store, wait, wake


def sleeper() -> Steps:
    """Sleep on word 0 while it is 0, then write its result to word 1."""
    result = yield wait(0, 0)
    yield store(1, result + 10)


def waker() -> Steps:
    """Wake two, then one more."""
    yield wake(0, 2)
    yield wake(0, 1)


def changer() -> Steps:
    """Change word 0."""
    yield store(0, 1)


def play(world: ThreadWorld, moves: list[int]) -> State:
    """Return the state after some moves."""
    state = world.start()
    for move in moves:
        assert move in world.moves(state)
        state = world.step(state, move)
    return state


def test_a_futex_sleeps_only_on_the_expected_value() -> None:
    """With another value in the word it returns 0 at once."""
    world = ThreadWorld(histories_of([changer, sleeper]), [0, 0], 8)
    assert play(world, [1]).parked == (1,)
    assert play(world, [0, 1]).parked == ()
    assert play(world, [0, 1, 1]).words == (1, 10)


def test_sleepers_are_woken_oldest_first() -> None:
    """As many as asked for, in the order in which they fell asleep; the waker learns how many."""
    world = ThreadWorld(histories_of([sleeper, sleeper, sleeper, waker]), [0, 0], 8)
    asleep = play(world, [2, 0, 1])
    assert asleep.parked == (2, 0, 1)
    assert world.moves(asleep) == [3]
    woken = world.step(asleep, 3)
    assert woken.parked == (1,)
    assert world.result(asleep, 3) == 2
    assert world.result(woken, 3) == 1
    assert play(world, [2, 0, 1, 3, 2]).words == (0, 11)


def test_a_woken_thread_does_not_run_within_the_step_of_its_waker() -> None:
    """It becomes able to move, and no more."""
    world = ThreadWorld(histories_of([sleeper, waker]), [0, 0], 8)
    assert play(world, [0, 1]).words == (0, 0)
    assert play(world, [0, 1, 0]).words == (0, 11)


def test_waking_nobody_is_no_mistake() -> None:
    """Nor is a count of zero or less."""
    world = ThreadWorld(histories_of([waker]), [0], 8)
    assert world.result(world.start(), 0) == 0


def test_spurious_wake_ups_are_moves_while_they_last() -> None:
    """Only sleepers can be woken so, and each wake-up is used once."""
    world = ThreadWorld(histories_of([sleeper, sleeper]), [0, 0], 8, spare_wakes=1)
    asleep = play(world, [0, 1])
    assert world.moves(asleep) == [spurious(0), spurious(1)]
    assert [mover(move) for move in world.moves(asleep)] == [0, 1]
    woken = world.step(asleep, spurious(1))
    assert (woken.parked, woken.spare_wakes) == ((0,), 0)
    assert world.moves(woken) == [1]


def test_the_order_of_arrival_on_different_words_makes_no_difference() -> None:
    """States that have the same future are equal, so they are explored once."""

    def on_word_one() -> Steps:
        yield wait(1, 0)

    world = ThreadWorld(histories_of([sleeper, on_word_one]), [0, 0], 8)
    assert play(world, [0, 1]) == play(world, [1, 0])
    same_word = ThreadWorld(histories_of([sleeper, sleeper]), [0, 0], 8)
    assert play(same_word, [0, 1]) != play(same_word, [1, 0])


def test_nobody_left_to_move_is_a_deadlock() -> None:
    """It is told who sleeps where; threads that have finished do not count."""
    world = ThreadWorld(histories_of([sleeper, changer]), [0, 0], 8)
    fault = world.fault(play(world, [0, 1]))
    assert fault is not None
    assert fault.aspect == DEADLOCK
    assert "thread 0 sleeps in sleeper at FutexWait(0, 0), the word is 1 now" in fault.text
    assert world.fault(play(world, [1, 0, 0])) is None


def test_going_on_is_free_and_pausing_lets_others_go_first() -> None:
    """The moves that are no preemption."""

    def pausing() -> Steps:
        yield load(0)
        yield Operation(Kind.PAUSE)
        yield load(0)

    world = ThreadWorld(histories_of([pausing, changer]), [0, 0], 8)
    start = world.start()
    loaded = world.step(start, 0)
    assert world.free_moves(start, 0, loaded) == [0]
    paused = world.step(loaded, 0)
    assert world.free_moves(loaded, 0, paused) == [1]
    alone = play(world, [1, 0, 0])
    assert world.free_moves(play(world, [1, 0]), 0, alone) == [0]
