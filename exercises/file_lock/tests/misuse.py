"""Calls that must be refused: the table of rules 1 and 9, and wrong calls in the middle of a history."""

from collections.abc import Iterator

from exercises.file_lock.stub.solution import EXCLUSIVE, MAX_OFFSET, SHARED
from exercises.file_lock.tests.arguments import MODES, Step
from exercises.file_lock.tests.calls import RANGED, Call, ranged
from exercises.file_lock.tests.model import OFFSETS, Model
from exercises.file_lock.tests.spans import Span, Way, span

BAD_RANGES = (
    (-1, 1),
    (-1, 0),
    (-5, 10),
    (0, -1),
    (3, -4),
    (MAX_OFFSET + 1, 1),
    (MAX_OFFSET + 1, 0),
    (MAX_OFFSET, 2),
    (1, MAX_OFFSET + 1),
    (2, MAX_OFFSET),
    (0, MAX_OFFSET + 2),
)
"""(start, length), each with one fault."""
BAD_MODES = ("", "write", "Shared")
LAST = len(OFFSETS) - 1
LIMITS = (
    span(0, 0),
    span(0, 0, Way.BACKWARD),
    span(LAST, LAST),
    span(LAST, LAST, Way.TO_THE_END),
    span(0, LAST),
    span(0, LAST, Way.TO_THE_END),
    span(0, LAST - 1, Way.BACKWARD),
)
"""Ranges that are only just legal."""
AWAKE, HOLDER, SLEEPER, STRANGER = 0, 1, 2, 7

Case = tuple[Call, ...]


def cases() -> Iterator[Case]:
    """Yield short histories whose last calls are wrong, or only just right."""
    for bad in _bad_arguments(AWAKE):
        yield (bad,)
    for wrong in (*_bad_arguments(SLEEPER), *_any_calls(SLEEPER), *_any_calls(SLEEPER, file=1)):
        yield (*_asleep(), wrong)
    for right in LIMITS:
        for mode in MODES:
            yield tuple(ranged(method, 0, AWAKE, right, mode) for method in RANGED)
    yield from _wrong_cancels()
    for nothing_held in (ranged("unlock", 0, STRANGER, span(0, 3), ""), _close(STRANGER)):
        yield nothing_held, ranged("try_lock", 0, AWAKE, span(1, 2), EXCLUSIVE), nothing_held
    yield Call("exit", (STRANGER,)), Call("exit", (STRANGER,))


def _asleep() -> Case:
    """Return calls after which SLEEPER holds bytes 5..8 and waits for bytes of HOLDER."""
    return (
        ranged("try_lock", 0, HOLDER, span(0, 3), EXCLUSIVE),
        ranged("try_lock", 0, SLEEPER, span(4, 5), SHARED),
        ranged("lock", 0, SLEEPER, span(1, 2), SHARED),
    )


def _wrong_cancels() -> Iterator[Case]:
    cancel, wait = Call("cancel", (SLEEPER,)), _asleep()
    yield (cancel,)
    yield *wait, Call("cancel", (HOLDER,)), cancel, cancel
    yield *wait, Call("exit", (SLEEPER,)), cancel
    yield *wait, Call("exit", (HOLDER,)), cancel


def _bad_arguments(owner: int) -> Iterator[Call]:
    for method in RANGED:
        for start, length in BAD_RANGES:
            yield _raw(method, 0, owner, start, length)
        if method != "unlock":
            yield from (Call(method, (0, owner, 0, 4, mode)) for mode in BAD_MODES)


def _any_calls(owner: int, file: int = 0) -> Iterator[Call]:
    """Yield calls with good arguments, some about bytes that are free."""
    for wanted in (span(1, 2), span(4, 5), span(8, 9)):
        for method in RANGED:
            yield ranged(method, file, owner, wanted, SHARED)
    yield _close(owner, file)


def _close(owner: int, file: int = 0) -> Call:
    return Call("close", (file, owner))


def _raw(method: str, file: int, owner: int, start: int, length: int) -> Call:
    args = (file, owner, start, length)
    return Call(method, args if method == "unlock" else (*args, EXCLUSIVE))


def misuse(model: Model, step: Step) -> Call:
    """Return a call that must be refused in the model's state."""
    asleep = [request.owner for request in model.queue]
    kind = step.last % 3
    if kind == 0 and asleep:
        return _of_sleeper(step, asleep[step.owner % len(asleep)], span(step.first, step.last))
    if kind == 1 and step.owner not in asleep:
        return Call("cancel", (step.owner,))
    start, length = BAD_RANGES[(5 * step.first + step.last) % len(BAD_RANGES)]
    return _raw(RANGED[step.first % len(RANGED)], step.file, step.owner, start, length)


def _of_sleeper(step: Step, owner: int, wanted: Span) -> Call:
    methods = (*RANGED, "close")
    method = methods[step.first % len(methods)]
    if method == "close":
        return _close(owner, step.file)
    return ranged(method, step.file, owner, wanted, step.mode)
