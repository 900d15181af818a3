"""The rules that the judge holds a lock to: programs of threads, who may be inside, what is too long.

A program says what each thread does: a letter for each section. W: acquire, release. R:
acquire_shared, release_shared. T: try_acquire, and release if it returned True. A thread is inside
from the moment its call returns until it performs the first operation of the call that leaves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.simulators.faults import Fault
from harness.simulators.local_histories import Event

Program = tuple[str, ...]
"""A string of sections for each thread."""

EXCLUSIVE = "exclusive"
SHARED = "shared"
ENTER = {"W": "acquire", "R": "acquire_shared", "T": "try_acquire"}
LEAVE = {"W": "release", "R": "release_shared", "T": "release"}
MODE = {"W": EXCLUSIVE, "R": SHARED, "T": EXCLUSIVE}

EXCLUSION = "exclusion"
"""Two are inside that must not be."""
LIVELOCK = "livelock"
"""A call performs operation after operation and does not return."""
SPINNING = "spinning"
"""It does so although nobody else moves."""
SHARING = "sharing"
"""A reader waits although no writer is about."""
TRYING = "trying"
"""try_acquire waits, or gives a wrong answer."""

MOST_OPERATIONS_A_CALL = 4000
"""Operations that one call may take while others run too."""


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a thread's program."""

    section: int
    enters: bool


def first_step(sections: str) -> Step | None:
    """Return the first call of a thread."""
    return Step(0, enters=True) if sections else None


def next_step(sections: str, step: Step, value: object) -> Step | None:
    """Return the call that follows one that returned ``value``; None after the last one."""
    if step.enters and not (sections[step.section] == "T" and value is False):
        return Step(step.section, enters=False)
    following = step.section + 1
    return Step(following, enters=True) if following < len(sections) else None


def method_of(sections: str, step: Step) -> str:
    """Return the name of the method that a call calls."""
    return (ENTER if step.enters else LEAVE)[sections[step.section]]


def is_undecided(sections: str, step: Step) -> bool:
    """Tell whether what follows a call depends on what it returns."""
    return step.enters and sections[step.section] == "T"


def most_words(threads: int) -> int:
    """Return how many shared words a lock may have."""
    return 64 + 4 * threads


def most_operations_alone(threads: int) -> int:
    """Return how many operations a call may take while nobody else moves (rule 4)."""
    return 64 + 16 * threads


def exclusion(events: Sequence[Event]) -> Fault | None:
    """Return the fault if somebody is inside beside a writer."""
    writers = readers = 0
    for event in events:
        if event.holds:
            if event.holds == EXCLUSIVE:
                writers += 1
            else:
                readers += 1
    if writers + readers < 2 or not writers:
        return None
    inside = [f"thread {n} ({e.holds} mode)" for n, e in enumerate(events) if e.holds]
    return Fault(EXCLUSION, f"{' and '.join(inside)} are inside at the same time")


def progress(events: Sequence[Event], most_operations: int) -> Fault | None:
    """Return the fault of a call that has performed more operations than that."""
    for number, event in enumerate(events):
        if event.operation is not None and event.place.performed > most_operations:
            return Fault(
                LIVELOCK,
                f"thread {number}: {event.call} has performed {event.place.performed} operations "
                "and neither returns nor sleeps, although the others move too",
            )
    return None


def small_program_invariant(events: Sequence[Event]) -> Fault | None:
    """Judge a state of a small program; a call that goes on and on is not followed for ever."""
    return exclusion(events) or progress(events, most_operations_alone(len(events)))


def long_walk_invariant(events: Sequence[Event]) -> Fault | None:
    """Judge a state of a long walk."""
    return exclusion(events) or progress(events, MOST_OPERATIONS_A_CALL)
