"""What a thread's answers mean."""

from typing import Any

import pytest

from exercises.process_lock.stub.solution import FutexWait, Load, Store
from exercises.process_lock.tests.events import Place, Reading, read_event
from exercises.process_lock.tests.model import TRYING, Step
from harness.remote.errors import GuestRaised, WrongAnswerError
from harness.remote.threads import Part, Returned
from harness.simulators.faults import BROKEN
from harness.simulators.shared_words import Kind, Operation

ENTERING = Place(Step(0, enters=True), ("acquire",))
LEAVING = Place(Step(0, enters=False), ("acquire", "release"))


def reading(sections: str = "WW", threads: int = 2) -> Reading:
    """Return a reading to which an operation comes as itself."""
    return Reading(sections, threads, words=2, word_bits=8, value_of=lambda _, plain: plain)


def part(method: str, *yields: Any, ending: Any = None) -> Part:
    """Return what a call did."""
    return Part(method, yields, ending)


def test_the_first_operation_of_a_call() -> None:
    """It is known as such; the thread is not inside yet."""
    event = read_event(reading(), ENTERING, [part("acquire", Load(1))])
    assert event.operation == Operation(Kind.LOAD, 1)
    assert (event.call, event.is_first, event.holds) == ("acquire()", True, "")
    assert event.place.performed == 0


def test_a_thread_is_inside_until_the_first_operation_of_its_release() -> None:
    """The event after the return of acquire belongs to the release, and holds the lock."""
    place = Place(Step(0, enters=True), ("acquire",), performed=3)
    event = read_event(
        reading(), place, [part("acquire", ending=Returned(None)), part("release", Store(0, 0))]
    )
    assert (event.call, event.is_first, event.holds) == ("release()", True, "exclusive")
    assert event.returned == ("acquire() returned",)
    assert event.place.ended == (("acquire", None),)
    assert event.place.made == ("acquire", "release")
    later = read_event(reading(), event.place, [part("release", Store(0, 0))])
    assert (later.is_first, later.holds, later.place.performed) == (False, "", 1)


def test_the_end_of_the_program() -> None:
    """Nothing is left to do."""
    place = Place(Step(1, enters=False), ("acquire", "release"), performed=2)
    event = read_event(reading(), place, [part("release", ending=Returned(None))])
    assert (event.operation, event.fault) == (None, None)
    assert event.returned == ("release() returned",)


FAULTS: dict[str, tuple[Any, str, str]] = {
    "no such word": (Load(2), BROKEN, "the words are 0 to 1"),
    "too large": (Store(0, 256), BROKEN, "a word has 8 bits"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_operations_outside_the_rules(name: str) -> None:
    """They end the thread, with the reason."""
    operation, aspect, text = FAULTS[name]
    event = read_event(reading(), ENTERING, [part("acquire", operation)])
    assert event.operation is None
    assert event.fault is not None
    assert event.fault.aspect == aspect
    assert text in event.fault.text


def test_a_try_must_not_sleep() -> None:
    """That is judged by the property about trying alone."""
    place = Place(Step(0, enters=True), ("try_acquire",))
    event = read_event(reading("T"), place, [part("try_acquire", FutexWait(0, 0))])
    assert event.fault is not None
    assert event.fault.aspect == TRYING


def raised() -> GuestRaised:
    """Return an exception of a solution."""
    error = GuestRaised()
    error.names, error.text, error.line = ("KeyError", "LookupError"), "'x'", 12
    return error


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (raised(), "acquire() raised KeyError: 'x' (solution.py, line 12)"),
        (WrongAnswerError("acquire returned 3"), "acquire returned 3"),
    ],
)
def test_failed_calls(ending: Any, text: str) -> None:
    """What went wrong is said in the student's terms."""
    event = read_event(reading(), ENTERING, [part("acquire", ending=ending)])
    assert event.fault is not None
    assert event.fault.text == text


def test_calls_without_an_operation_are_refused() -> None:
    """Nobody can notice them, and they can know nothing; a lock for one thread may do without."""
    silent = [part("release", ending=Returned(None)), part("acquire", Load(0))]
    event = read_event(reading(), LEAVING, silent)
    assert event.fault is not None
    assert "nobody can tell that it has left" in event.fault.text
    assert read_event(reading(threads=1), LEAVING, silent).fault is None
    trying = Place(Step(0, enters=True), ("try_acquire",))
    tried = read_event(reading("T"), trying, [part("try_acquire", ending=Returned(False))])  # noqa: FBT003
    assert tried.fault is not None
    assert tried.fault.aspect == TRYING
