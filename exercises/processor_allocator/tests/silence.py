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
    lambda session, now, lease: session.prepare(now, "other", LATECOMER, lease),
    lambda session, now, lease: session.prepare(now, "other", replace(HELD, shares=5), lease),
)


def break_every_silence(submission: Any, silence: Silence, *judged: Aspect) -> None:
    """Try each first call on the last tick of the lease and on the tick after it."""
    for first_call, tick in product(FIRST_CALLS, (-1, 0)):
        submission.begin_trial()
        session = Session(submission, NODES, *judged)
        session.prepare(silence.start, "r", HELD, silence.lease)
        if silence.repeated_after is not None:
            offset = silence.repeated_after % silence.lease
            session.prepare(silence.start + offset, "r", HELD, silence.lease)
        now = silence.start + silence.lease + tick
        first_call(session, now, silence.lease)
        session.expect_free(now)
        # Whatever came first, the request is now committed or dead for good.
        session.commit(now, "r")
        session.prepare(now + 1, "r", HELD, silence.lease)
        session.expect_free(now + 1 + silence.lease)
        session.commit(now + 1 + silence.lease, "r")
