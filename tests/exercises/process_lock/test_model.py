"""The rules: what follows what in a program, who may be inside together, what is too long."""

import pytest

from exercises.process_lock.tests.events import Place
from exercises.process_lock.tests.model import (
    EXCLUSION,
    LIVELOCK,
    Step,
    exclusion,
    first_step,
    is_undecided,
    long_walk_invariant,
    method_of,
    most_operations_alone,
    next_step,
    small_program_invariant,
)
from harness.simulators.local_histories import Event
from harness.simulators.shared_words import Kind, Operation

LOAD = Operation(Kind.LOAD, 0)


def methods(sections: str, answers: tuple[bool, ...] = ()) -> list[str]:
    """Return the methods that a thread calls when its calls return these answers."""
    made, step = [], first_step(sections)
    given = list(answers)
    while step is not None:
        made.append(method_of(sections, step))
        answer = given.pop(0) if is_undecided(sections, step) else None
        step = next_step(sections, step, answer)
    return made


def test_each_section_enters_and_leaves() -> None:
    """In the order of the letters."""
    expected = ["acquire", "release", "acquire_shared", "release_shared"]
    assert methods("WR") == expected
    assert methods("") == []


def test_a_failed_try_has_nothing_to_release() -> None:
    """What follows a try depends on its answer."""
    assert methods("TW", (True,)) == ["try_acquire", "release", "acquire", "release"]
    assert methods("TW", (False,)) == ["try_acquire", "acquire", "release"]
    assert methods("T", (False,)) == ["try_acquire"]


@pytest.mark.parametrize(
    ("held", "is_fault"),
    [
        (("", "", ""), False),
        (("exclusive", "", ""), False),
        (("shared", "shared", "shared"), False),
        (("shared", "exclusive", ""), True),
        (("exclusive", "", "exclusive"), True),
        (("exclusive", "shared", "shared"), True),
    ],
)
def test_a_writer_is_alone(held: tuple[str, ...], is_fault: bool) -> None:  # noqa: FBT001
    """Readers are together, a writer is with nobody."""
    fault = exclusion([Event(LOAD, holds=mode) for mode in held])
    assert (fault is not None) is is_fault
    if fault is not None:
        assert fault.aspect == EXCLUSION
        assert all(
            (f"thread {number} ({mode} mode)" in fault.text) is bool(mode)
            for number, mode in enumerate(held)
        )


def test_endless_calls_are_noticed_at_their_limits() -> None:
    """A call of a small program may take as many operations as it may alone, others more."""
    most = most_operations_alone(2)

    def events(performed: int) -> list[Event]:
        place = Place(Step(0, enters=True), ("acquire",), performed)
        return [Event(LOAD, "acquire()", place=place), Event(None)]

    assert small_program_invariant(events(most)) is None
    fault = small_program_invariant(events(most + 1))
    assert fault is not None
    assert fault.aspect == LIVELOCK
    assert long_walk_invariant(events(most + 1)) is None
    assert long_walk_invariant(events(4001)) is not None
