"""One thread moves while all others stand still: rules 4, 6 and 7 are about such runs."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, NamedTuple

from exercises.process_lock.tests.model import (
    EXCLUSIVE,
    SHARING,
    SPINNING,
    TRYING,
    most_operations_alone,
)
from harness.simulators.exploration import Exploration
from harness.simulators.faults import Fault
from harness.simulators.local_histories import Event
from harness.simulators.threads import State, ThreadWorld


class Ending(Enum):
    """How a run of one thread ended."""

    RETURNED = "returned"
    SLEEPS = "sleeps"
    FAILED = "failed"
    TOO_LONG = "does not end"


class AloneRun(NamedTuple):
    """The rest of one call, run with nobody else moving."""

    ending: Ending
    steps: int
    value: Any = None
    fault: Fault | None = None


Check = Callable[[Sequence[Event], int, AloneRun], Fault | None]
"""Judges a run: where everybody stood before it, who ran, and how it ended."""


class AloneWorld:
    """A world in which, in every state, a thread must be able to go on alone as the rules say."""

    def __init__(self, world: ThreadWorld, check: Check, *calls: str) -> None:
        self._world = world
        self._check = check
        self._calls = frozenset(calls)
        self._runs: dict[tuple[State, int], AloneRun] = {}
        self.start = world.start
        self.moves = world.moves
        self.step = world.step
        self.steps = world.steps
        self.free_moves = world.free_moves

    def fault(self, state: State) -> Fault | None:
        """Return what is wrong in a state, or with what a thread would do alone from here."""
        found = self._world.fault(state)
        return found if found is not None else self._fault_alone(state)[1]

    def moves_to(self, found: Exploration) -> list[int]:
        """Return the schedule of a fault, with the operations of the thread that runs alone."""
        state = self._world.start()
        for move in found.moves:
            state = self._world.step(state, move)
        if self._world.fault(state) is not None:
            return list(found.moves)
        thread, _ = self._fault_alone(state)
        return [*found.moves, *([thread] * self._run(state, thread).steps)]

    def _fault_alone(self, state: State) -> tuple[int, Fault | None]:
        events = [node.event for node in state.nodes]
        for thread in self._world.moves(state):
            if events[thread].call in self._calls:
                run = self._run(state, thread)
                fault = run.fault or self._check(events, thread, run)
                if fault is not None:
                    return thread, fault
        return -1, None

    def _run(self, state: State, thread: int) -> AloneRun:
        """Run a thread until its call returns, it sleeps or fails, or it takes too long.

        A run that comes upon one made before ends as that one did.
        """
        most = most_operations_alone(self._world.threads)
        passed: list[tuple[State, int]] = []
        end: AloneRun | None = None
        while end is None:
            end = self._runs.get((state, thread))
            if end is None and len(passed) > most:
                end = AloneRun(Ending.TOO_LONG, 0)
            if end is None:
                passed.append((state, thread))
                state = self._world.step(state, thread)
                end = self._ended(state, thread)
        for left, key in enumerate(reversed(passed), start=1):
            self._runs[key] = end._replace(steps=end.steps + left)
        run = self._runs[passed[0]] if passed else end
        return run._replace(ending=Ending.TOO_LONG) if run.steps > most else run

    def _ended(self, state: State, thread: int) -> AloneRun | None:
        event = state.nodes[thread].event
        if event.fault is not None:
            return AloneRun(Ending.FAILED, 0, fault=self._world.fault(state))
        if event.operation is None or event.is_first:
            return AloneRun(Ending.RETURNED, 0, event.place.ended[0][1])
        return AloneRun(Ending.SLEEPS, 0) if thread in state.parked else None


def check_end(events: Sequence[Event], thread: int, run: AloneRun) -> Fault | None:
    """Judge rule 4: a call returns or sleeps after a bounded number of operations."""
    if run.ending is not Ending.TOO_LONG:
        return None
    return Fault(
        SPINNING,
        f"thread {thread}: {events[thread].call} performs more than "
        f"{most_operations_alone(len(events))} operations while nobody else moves, and neither "
        "returns nor sleeps",
    )


def check_sharing(events: Sequence[Event], thread: int, run: AloneRun) -> Fault | None:
    """Judge rule 7: with no writer about, a reader enters at once."""
    if run.ending is Ending.RETURNED or not _is_undisturbed(events, thread):
        return None
    others = _inside(events, thread)
    if EXCLUSIVE in others.values():
        return None
    return Fault(
        SHARING,
        f"thread {thread}: acquire_shared() {run.ending.value}, although {_said(others)} and no "
        "other thread is in a call: a reader need not wait for readers",
    )


def check_trying(events: Sequence[Event], thread: int, run: AloneRun) -> Fault | None:
    """Judge rule 6: the answer comes without waiting, and is right where nobody else is in a call."""
    if run.ending is not Ending.RETURNED:
        why = "it waits for another thread, and must not"
        return Fault(TRYING, f"thread {thread}: try_acquire() {run.ending.value} alone: {why}")
    others = _inside(events, thread)
    if not _is_undisturbed(events, thread) or run.value is not bool(others):
        return None
    return Fault(
        TRYING,
        f"thread {thread}: try_acquire() returned {run.value}, although {_said(others)} and no "
        "other thread is in a call",
    )


def _is_undisturbed(events: Sequence[Event], thread: int) -> bool:
    """Tell whether a thread is about to begin a call and no other one is in the middle of one."""
    others = (event for number, event in enumerate(events) if number != thread)
    return events[thread].is_first and all(e.is_first or e.operation is None for e in others)


def _inside(events: Sequence[Event], thread: int) -> dict[int, str]:
    return {n: event.holds for n, event in enumerate(events) if n != thread and event.holds}


def _said(inside: dict[int, str]) -> str:
    named = [f"thread {number} is inside ({mode} mode)" for number, mode in inside.items()]
    return " and ".join(named) or "nobody is inside"
