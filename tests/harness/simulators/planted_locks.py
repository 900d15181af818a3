"""Small locks as generators: correct ones, and ones with a planted defect.

Each entry makes the threads of a program: so many threads, each taking the lock so many times.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.simulators.faults import Fault
from harness.simulators.generator_threads import Steps, histories_of
from harness.simulators.local_histories import Event
from harness.simulators.shared_words import Kind, Operation
from harness.simulators.threads import ThreadWorld

LOCKED, CONTENDED = 1, 2
EXCLUSION = "exclusion"

Section = Callable[[int, int], Steps]
"""One section of thread t among n: acquire, be inside during the marked operation, release."""


def load(address: int) -> Operation:
    """Return a Load."""
    return Operation(Kind.LOAD, address)


def store(address: int, value: int) -> Operation:
    """Return a Store."""
    return Operation(Kind.STORE, address, value)


def swap(address: int, value: int) -> Operation:
    """Return a Swap."""
    return Operation(Kind.SWAP, address, value)


def cas(address: int, expected: int, desired: int) -> Operation:
    """Return a CompareAndSwap."""
    return Operation(Kind.COMPARE_AND_SWAP, address, expected, desired)


def add(address: int, delta: int) -> Operation:
    """Return a FetchAdd."""
    return Operation(Kind.FETCH_ADD, address, delta)


def wait(address: int, expected: int) -> Operation:
    """Return a FutexWait."""
    return Operation(Kind.FUTEX_WAIT, address, expected)


def wake(address: int, count: int = 1) -> Operation:
    """Return a FutexWake."""
    return Operation(Kind.FUTEX_WAKE, address, count)


def inside(operation: Operation) -> tuple[str, Operation]:
    """Mark an operation: until it is performed the thread is inside."""
    return "inside", operation


# correct


def three_state_mutex(_thread: int, _threads: int) -> Steps:
    """Drepper's mutex: free, locked, locked with waiters."""
    if (yield cas(0, 0, LOCKED)) != 0:
        while (yield swap(0, CONTENDED)) != 0:
            yield wait(0, CONTENDED)
    if (yield inside(swap(0, 0))) == CONTENDED:
        yield wake(0)


def ticket_lock(_thread: int, _threads: int) -> Steps:
    """First come, first served; everybody is woken and looks."""
    ticket = yield add(0, 1)
    while (serving := (yield load(1))) != ticket:
        yield wait(1, serving)
    yield inside(add(1, 1))
    yield wake(1, 16)


def peterson(thread: int, _threads: int) -> Steps:
    """Two threads, no atomic read-modify-write; the one that waits parks on the turn."""
    other = 1 - thread
    yield store(thread, 1)
    yield store(2, other)
    while (yield load(other)) == 1 and (yield load(2)) == other:
        yield Operation(Kind.PAUSE)
    yield inside(store(thread, 0))


# with a defect


def check_then_store(_thread: int, _threads: int) -> Steps:
    """Looks first, writes later: two see the lock free."""
    while (yield load(0)) != 0:
        yield wait(0, LOCKED)
    yield store(0, LOCKED)
    yield inside(store(0, 0))
    yield wake(0)


def sleeps_unannounced(_thread: int, _threads: int) -> Steps:
    """Parks without setting the waiters state: nobody wakes it."""
    while (yield cas(0, 0, LOCKED)) != 0:
        yield wait(0, LOCKED)
    if (yield inside(swap(0, 0))) == CONTENDED:
        yield wake(0)


def owns_after_waking(_thread: int, _threads: int) -> Steps:
    """Takes being woken for being the owner."""
    if (yield cas(0, 0, LOCKED)) != 0 and (yield swap(0, CONTENDED)) != 0:
        yield wait(0, CONTENDED)
    if (yield inside(swap(0, 0))) == CONTENDED:
        yield wake(0)


def forgets_other_waiters(_thread: int, _threads: int) -> Steps:
    """After waking it takes the lock as if nobody else waited: with three threads one sleeps on."""
    if (yield cas(0, 0, LOCKED)) != 0:
        state = yield swap(0, CONTENDED)
        while state != 0:
            yield wait(0, CONTENDED)
            state = yield cas(0, 0, LOCKED)
            if state == LOCKED:
                state = yield swap(0, CONTENDED)
    if (yield inside(swap(0, 0))) == CONTENDED:
        yield wake(0)


def ticket_wakes_one(_thread: int, _threads: int) -> Steps:
    """Wakes the oldest sleeper, which need not be the next one: needs three threads."""
    ticket = yield add(0, 1)
    while (serving := (yield load(1))) != ticket:
        yield wait(1, serving)
    yield inside(add(1, 1))
    yield wake(1)


def peterson_turned_round(thread: int, _threads: int) -> Steps:
    """Gives the turn away before it raises its flag."""
    other = 1 - thread
    yield store(2, other)
    yield store(thread, 1)
    while (yield load(other)) == 1 and (yield load(2)) == other:
        yield Operation(Kind.PAUSE)
    yield inside(store(thread, 0))


def two_locks_crossed(thread: int, _threads: int) -> Steps:
    """Two mutexes, taken in the order of the thread's number: threads 0 and 1 block each other."""
    order = (0, 1) if thread % 2 == 0 else (1, 0)
    for word in order:
        while (yield cas(word, 0, LOCKED)) != 0:
            yield wait(word, LOCKED)
    for word in order:
        yield (inside if word == order[0] else lambda operation: operation)(store(word, 0))
        yield wake(word, 16)


def releases_twice(_thread: int, _threads: int) -> Steps:
    """Frees the lock again after the wake-up: only a third thread can be inside by then."""
    if (yield cas(0, 0, LOCKED)) != 0:
        while (yield swap(0, CONTENDED)) != 0:
            yield wait(0, CONTENDED)
    if (yield inside(swap(0, 0))) == CONTENDED:
        yield wake(0)
        yield cas(0, LOCKED, 0)


@dataclass(frozen=True, slots=True)
class Planted:
    """A lock and the least program in which its defect can show; 0 threads: it has none."""

    section: Section
    threads: int = 2
    rounds: int = 1


CORRECT = (Planted(three_state_mutex, 3, 2), Planted(ticket_lock, 3, 2), Planted(peterson, 2, 2))
DEFECTIVE = (
    Planted(check_then_store),
    Planted(sleeps_unannounced),
    Planted(owns_after_waking, 2, 2),
    Planted(forgets_other_waiters, 3),
    Planted(ticket_wakes_one, 3),
    Planted(peterson_turned_round),
    Planted(two_locks_crossed),
    Planted(releases_twice, 3),
)


def only_one_inside(events: Sequence[Event]) -> Fault | None:
    """Say who is inside if there are two."""
    inside_now = [number for number, event in enumerate(events) if event.holds]
    if len(inside_now) < 2:
        return None
    return Fault(EXCLUSION, f"threads {inside_now} are inside together")


def make_world(
    planted: Planted, threads: int | None = None, rounds: int | None = None, spare_wakes: int = 0
) -> ThreadWorld:
    """Return the world of a program with a planted lock."""
    count = threads or planted.threads

    def thread(number: int) -> Callable[[], Steps]:
        def run() -> Steps:
            for _ in range(rounds or planted.rounds):
                yield from planted.section(number, count)

        return run

    histories = histories_of([thread(number) for number in range(count)])
    return ThreadWorld(histories, [0, 0, 0], 32, only_one_inside, spare_wakes)
