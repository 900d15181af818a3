"""One thread moves while all others stand still: rules 4, 6 and 7 are about such runs."""

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from exercises.process_lock.tests.events import Place
from exercises.process_lock.tests.model import EXCLUSIVE, SHARED, most_operations_alone
from harness.simulators.exploration import Exploration
from harness.simulators.local_histories import Event
from harness.simulators.threads import BROKEN, Fault, State, ThreadWorld

SHARING = "sharing"
TRYING = "trying"
SPINNING = "spinning"
"""Aspects of what a thread does alone."""


class Ending(Enum):
    """How a run of one thread ended."""

    RETURNED = "returned"
    SLEEPS = "sleeps"
    TOO_LONG = "too long"


class AloneRun(NamedTuple):
    """The rest of one call, run with nobody else moving."""

    ending: Ending
    steps: int
    end: State


def run_alone(world: ThreadWorld, state: State, thread: int) -> AloneRun:
    """Let a thread run until its call returns, it falls asleep, or it takes too long."""
    most = most_operations_alone(world.threads)
    for steps in range(1, most + 1):
        state = world.step(state, thread)
        event = state.nodes[thread].event
        if event.operation is None or event.is_first:
            return AloneRun(Ending.RETURNED, steps, state)
        if thread in state.parked:
            return AloneRun(Ending.SLEEPS, steps, state)
    return AloneRun(Ending.TOO_LONG, most, state)


class CallState(NamedTuple):
    """A state in which no thread is in the middle of a call, or the fault that ended the last one."""

    state: State
    fault: Fault | None = None


class CallWorld:
    """Whole calls as moves: each runs alone, and is made only where it need not wait."""

    def __init__(self, world: ThreadWorld) -> None:
        self._world = world

    def start(self) -> CallState:
        """Return the state before the first call."""
        state = self._world.start()
        return CallState(state, self._wrong_answers(state, range(len(state.nodes))))

    def moves(self, state: CallState) -> list[int]:
        """Return the threads whose next call is admissible."""
        events = [node.event for node in state.state.nodes]
        return [thread for thread in range(len(events)) if _may_call(events, thread)]

    def step(self, state: CallState, move: int) -> CallState:
        """Return the state after a whole call."""
        call = state.state.nodes[move].event.call
        run = run_alone(self._world, state.state, move)
        found = self._world.fault(run.end)
        if found is None and run.ending is Ending.RETURNED:
            found = self._wrong_answers(run.end, [move])
        elif found is None or found.aspect != BROKEN:
            found = _waiting(run, move, call)
        return CallState(run.end, found)

    def steps(self, moves: Sequence[tuple[CallState, int]]) -> list[CallState]:
        """Return the states after many calls."""
        return [self.step(state, move) for state, move in moves]

    def free_moves(self, state: CallState, move: int, after: CallState) -> list[int]:
        """Return all moves: no order of calls is simpler than another."""
        del state, move
        return self.moves(after)

    def fault(self, state: CallState) -> Fault | None:
        """Return what the last call did wrong."""
        return state.fault or self._world.fault(state.state)

    def operations(self, calls: Sequence[int]) -> list[int]:
        """Return the moves of the threads that make up these calls."""
        state, made = self._world.start(), []
        for thread in calls:
            run = run_alone(self._world, state, thread)
            made += [thread] * run.steps
            state = run.end
        return made

    def _wrong_answers(self, state: State, threads: Sequence[int]) -> Fault | None:
        """Judge what try_acquire has just answered; whoever is inside is so between calls."""
        for thread in threads:
            place: Place | None = state.nodes[thread].event.place
            others = [
                f"thread {number} is inside ({node.event.holds} mode)"
                for number, node in enumerate(state.nodes)
                if number != thread and node.event.holds
            ]
            for method, value in () if place is None else place.ended:
                if method == "try_acquire" and value is bool(others):
                    why = " and ".join(others) or "nobody is inside"
                    text = f"thread {thread}: try_acquire() returned {value}, although {why}"
                    return Fault(TRYING, f"{text} and no other thread is in a call")
        return None


def _may_call(events: Sequence[Event], thread: int) -> bool:
    event = events[thread]
    if event.operation is None or not event.is_first:
        return False
    inside = {other.holds for number, other in enumerate(events) if number != thread}
    if event.call == "acquire()":
        return not inside & {EXCLUSIVE, SHARED}
    return event.call != "acquire_shared()" or EXCLUSIVE not in inside


def _waiting(run: AloneRun, thread: int, call: str) -> Fault:
    what = (
        "sleeps" if run.ending is Ending.SLEEPS else f"does not end within {run.steps} operations"
    )
    if call == "acquire_shared()":
        return Fault(
            SHARING,
            f"thread {thread}: acquire_shared() {what}, although no writer is inside, waiting or "
            "in a call; readers share",
        )
    if call == "try_acquire()":
        return Fault(TRYING, f"thread {thread}: try_acquire() {what}; it must not wait for anybody")
    return Fault(SPINNING, f"thread {thread}: {call} {what}, although it need not wait")


class AloneWorld:
    """A world in which every state must let each thread finish its call, or sleep, in few steps."""

    def __init__(self, world: ThreadWorld, only: str = "") -> None:
        self._world = world
        self._only = only
        # How many steps each run still takes from a state.
        self._steps_left: dict[tuple[State, int], int] = {}
        self.start = world.start
        self.moves = world.moves
        self.step = world.step
        self.steps = world.steps
        self.free_moves = world.free_moves

    def fault(self, state: State) -> Fault | None:
        """Return who spins in a state, if anybody does."""
        found = self._world.fault(state)
        if found is not None:
            return found
        for thread in self._world.moves(state):
            call = state.nodes[thread].event.call
            if (not self._only or call == self._only) and not self._comes_to_an_end(state, thread):
                most = most_operations_alone(self._world.threads)
                return Fault(
                    SPINNING,
                    f"thread {thread}: {call} performs more than {most} operations while nobody "
                    "else moves, and neither returns nor sleeps",
                )
        return None

    def spinning(self, found: Exploration) -> list[int]:
        """Return the schedule of a fault with the operations of the thread that spins."""
        state = self._world.start()
        for move in found.moves:
            state = self._world.step(state, move)
        if found.fault is None or found.fault.aspect != SPINNING:
            return list(found.moves)
        for thread in self._world.moves(state):
            run = run_alone(self._world, state, thread)
            if run.ending is Ending.TOO_LONG:
                return [*found.moves, *([thread] * run.steps)]
        return list(found.moves)

    def _comes_to_an_end(self, state: State, thread: int) -> bool:
        """Run a thread alone; a run that meets one seen before ends as that one did."""
        most = most_operations_alone(self._world.threads)
        passed: list[tuple[State, int]] = []
        ended = False
        while not ended and (state, thread) not in self._steps_left:
            if len(passed) == most:
                return False
            passed.append((state, thread))
            state = self._world.step(state, thread)
            event = state.nodes[thread].event
            ended = event.operation is None or event.is_first or thread in state.parked
        total = len(passed) + (0 if ended else self._steps_left[state, thread])
        for done, key in enumerate(passed):
            self._steps_left[key] = total - done
        return total <= most
