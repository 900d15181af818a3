"""What a thread's answers mean: its next operation, what it is inside, what it did wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from exercises.process_lock.stub.solution import (
    CompareAndSwap,
    FetchAdd,
    FutexWait,
    FutexWake,
    Load,
    Pause,
    Store,
    Swap,
)
from exercises.process_lock.tests.model import MODE, TRYING, Step, method_of, next_step
from harness.remote.errors import GuestRaised, WrongAnswerError
from harness.remote.threads import Part, Returned
from harness.simulators.faults import BROKEN, Fault
from harness.simulators.local_histories import Event
from harness.simulators.shared_words import Kind, Operation, illegal

_TRANSLATED: dict[type, Callable[[Any], Operation]] = {
    Load: lambda o: Operation(Kind.LOAD, o.address),
    Store: lambda o: Operation(Kind.STORE, o.address, o.value),
    Swap: lambda o: Operation(Kind.SWAP, o.address, o.value),
    CompareAndSwap: lambda o: Operation(Kind.COMPARE_AND_SWAP, o.address, o.expected, o.desired),
    FetchAdd: lambda o: Operation(Kind.FETCH_ADD, o.address, o.delta),
    FutexWait: lambda o: Operation(Kind.FUTEX_WAIT, o.address, o.expected),
    FutexWake: lambda o: Operation(Kind.FUTEX_WAKE, o.address, o.count),
    Pause: lambda _: Operation(Kind.PAUSE),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a thread is in its program.

    Attributes:
        step: The call at work; the last one once the thread has finished.
        made: The methods called so far, this one included.
        performed: Operations of this call that were performed already; -1 before it began.
        plain: The operation that it wants to perform, as it came over the wire.
        ended: The calls that returned since the place before, with their values.
    """

    step: Step
    made: tuple[str, ...]
    performed: int = -1
    plain: Any = None
    ended: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to understand the answers of one thread."""

    sections: str
    threads: int
    words: int
    word_bits: int
    value_of: Callable[[str, Any], Any]


def read_event(reading: Reading, place: Place, parts: Sequence[Part]) -> Event:
    """Return the event after some parts, of which the first goes on with the call at work."""
    returned: list[str] = []
    place = replace(place, ended=())
    for part in parts:
        performed = place.performed + len(part.yields)
        if part.ending is None:
            here = replace(place, performed=performed, plain=part.yields[-1])
            return _pending(reading, here, tuple(returned))
        if not isinstance(part.ending, Returned):
            return broken(replace(place, performed=performed), _failure(part.method, part.ending))
        if performed + 1 == 0 and reading.threads > 1:
            return _unnoticed(place, part.method)
        returned.append(_return_text(part.method, part.ending.value))
        ended = (*place.ended, (part.method, part.ending.value))
        step = next_step(reading.sections, place.step, part.ending.value)
        if step is None:
            return Event(
                None, returned=tuple(returned), place=replace(place, plain=None, ended=ended)
            )
        made = (*place.made, method_of(reading.sections, step))
        place = Place(step, made, ended=ended)
    raise AssertionError("the guest answered a call that it was not asked for")


def _unnoticed(place: Place, method: str) -> Event:
    """Return the event of a call without an operation, which can neither learn nor tell anything."""
    if not place.step.enters:
        why = "the words are as they were while it was inside, so nobody can tell that it has left"
    else:
        why = "it can not know who is inside"
    return broken(
        place,
        f"{method}() returned without performing an operation: {why}",
        TRYING if method == "try_acquire" else BROKEN,
    )


def translate(found: Any) -> Operation:
    """Return what an operation of the stub is to the simulated memory."""
    return _TRANSLATED[type(found)](found)


def broken(place: Place, why: str, aspect: str = BROKEN) -> Event:
    """Return the event of a thread that can not go on."""
    return Event(None, call=f"{place.made[-1]}()", fault=Fault(aspect, why), place=place)


def _pending(reading: Reading, place: Place, returned: tuple[str, ...]) -> Event:
    method = place.made[-1]
    try:
        found = reading.value_of(method, place.plain)
    except WrongAnswerError as error:
        return broken(place, str(error))
    operation = translate(found)
    why = illegal(operation, reading.words, reading.word_bits)
    if why:
        return broken(place, f"{method}() yielded {operation}: {why}")
    if method == "try_acquire" and operation.kind is Kind.FUTEX_WAIT:
        return broken(place, f"try_acquire() yielded {operation}: it must never sleep", TRYING)
    is_first = place.performed == 0
    leaves = is_first and not place.step.enters
    mode = MODE[reading.sections[place.step.section]] if leaves else ""
    return Event(operation, f"{method}()", is_first, returned, mode, place=place)


def _failure(method: str, ending: GuestRaised | WrongAnswerError) -> str:
    if isinstance(ending, WrongAnswerError):
        return str(ending)
    where = f" (solution.py, line {ending.line})" if ending.line is not None else ""
    return f"{method}() raised {ending}{where}"


def _return_text(method: str, value: Any) -> str:
    return f"{method}() returned" + (f" {value}" if isinstance(value, bool) else "")
