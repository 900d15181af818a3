"""Leases end to the tick, whoever asks first: one request, a silence, and one first call."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session

HELD = Machine("held", 2, 2 * UNIT, 2 * UNIT, 1)
"""Fills the host: nothing else can be placed while it is held."""
NODES = (2,)
LATECOMER = Machine("late", 1, 600, UNIT, 1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A lease, and when its request is repeated, if at all, before everybody falls silent."""

    start: int
    lease: int
    repeated_after: int | None


FIRST_CALLS: tuple[Callable[[Session, int, int], object], ...] = (
    lambda session, now, _: session.expect_free(now),
    lambda session, now, _: session.commit(now, "r"),
    lambda session, now, lease: session.prepare(now, "r", HELD, lease),
    lambda session, now, _: session.abort(now, "r"),
    lambda session, now, _: session.admit(now, HELD),
    lambda session, now, _: session.admit(now, LATECOMER),
    lambda session, now, _: session.remove(now, HELD.name),
    lambda session, now, _: session.divide(now, {HELD.name: UNIT}),
    lambda session, now, lease: session.prepare(now, "other", LATECOMER, lease),
    lambda session, now, lease: session.prepare(now, "other", replace(HELD, shares=5), lease),
)


def ask_while_held(submission: Any, silence: Silence, *judged: Aspect) -> None:
    """Try each first call in the tick of the request."""
    for first_call in FIRST_CALLS:
        _break(submission, silence, first_call, silence.start, *judged)


def ask_at_the_end(submission: Any, silence: Silence, *judged: Aspect) -> None:
    """Try each first call on the last tick of the lease and on the tick after it."""
    end = silence.start + silence.lease
    for first_call, now in product(FIRST_CALLS, (end - 1, end)):
        _break(submission, silence, first_call, now, *judged)


def _break(
    submission: Any,
    silence: Silence,
    first_call: Callable[[Session, int, int], object],
    now: int,
    *judged: Aspect,
) -> None:
    start, lease = silence.start, silence.lease
    submission.begin_trial()
    session = Session(submission, NODES, *judged)
    session.prepare(start, "r", HELD, lease)
    if silence.repeated_after is not None:
        session.prepare(min(now, start + silence.repeated_after % lease), "r", HELD, lease)
    first_call(session, now, lease)
    session.expect_free(now)
    # Whatever came first: it is committed now, or it will be dead for good.
    session.commit(now, "r")
    later = now + lease
    session.prepare(later, "r", HELD, lease)
    session.commit(later, "r")
    session.prepare(later, "other", LATECOMER, lease)
    session.expect_free(later)
