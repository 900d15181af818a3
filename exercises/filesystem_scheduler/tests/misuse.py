"""Calls that must be refused, and what must not come of them.

A misuse may have two faults: then the order of the checks decides which error is right.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.model import Model
from exercises.filesystem_scheduler.tests.rules import refusal_of
from exercises.filesystem_scheduler.tests.session import Session
from harness.refusals import MethodCall, expect_not_made

UNUSED_TAG = 777
GOOD_MACHINE = (60, 8, 6, 15, 2)


class Kind(Enum):
    """What is wrong with a call."""

    TAG_IN_USE = auto()
    OP = auto()
    NO_BLOCKS = auto()
    TOO_MANY_BLOCKS = auto()
    NEGATIVE_BLOCK = auto()
    BEYOND_THE_DISK = auto()
    HEAD = auto()
    NO_SUCH_TAG = auto()
    NO_TAGS = auto()
    QUEUED_TAG = auto()
    PART = auto()
    SUPERSET = auto()
    TWO_COMMANDS = auto()
    EARLY = auto()
    """Nothing is wrong but the time."""


@dataclass(frozen=True, slots=True)
class Misuse:
    """A call to come that is wrong in most states; where it is not, it comes a tick too early.

    Attributes:
        early: It comes too early in any case.
        later: A call with a wrong value or tag comes some ticks later: the clock must not move.
    """

    kind: Kind
    choice: int = 0
    early: bool = False
    later: bool = False

    def call(self, model: Model, now: int) -> MethodCall:
        """Return a call that must be refused in the present state."""
        when = model.now - 1 if self.early else now + 5 * self.later
        found = self._at(model, when)
        return found if refusal_of(model, found) else self._at(model, model.now - 1)

    def _at(self, model: Model, now: int) -> MethodCall:
        if self.kind is Kind.EARLY:
            return self._good_call(model, model.now - 1)
        if self.kind in _BAD_RANGES:
            return self._submit(model, now)
        if self.kind is Kind.HEAD:
            return MethodCall("dispatch", (now, model.disk.blocks + 1 if self.choice % 2 else -1))
        if self.kind is Kind.NO_SUCH_TAG and self.choice % 3 == 0:
            return MethodCall("cancel", (now, UNUSED_TAG))
        method = "requeue" if self.choice % 2 else "complete"
        return MethodCall(method, (now, self._tags(model)))

    def _good_call(self, model: Model, now: int) -> MethodCall:
        flight = model.flights[0] if model.flights else ()
        return (
            MethodCall("barrier", (now,)),
            MethodCall("submit", (now, UNUSED_TAG, "read", 0, 1)),
            MethodCall("dispatch", (now, 0)),
            MethodCall("complete", (now, flight)),
            MethodCall("requeue", (now, flight)),
            MethodCall("cancel", (now, next(iter(model.requests), UNUSED_TAG))),
        )[self.choice]

    def _submit(self, model: Model, now: int) -> MethodCall:
        used = list(model.requests)
        in_use = used and (self.kind is Kind.TAG_IN_USE or self.choice % 2)
        tag = used[self.choice % len(used)] if in_use else UNUSED_TAG
        op, block, count = _BAD_RANGES[self.kind]
        if self.kind is Kind.TOO_MANY_BLOCKS:
            count = model.disk.max_blocks + 1
        if self.kind is Kind.BEYOND_THE_DISK:
            block = model.disk.blocks - count + 1
        return MethodCall("submit", (now, tag, op, block, count))

    def _tags(self, model: Model) -> tuple[int, ...]:
        """Return tags that are not those of a command in flight, if there are any."""
        flights = model.flights
        flight = flights[self.choice % len(flights)] if flights else ()
        queued = [request.tag for request in model.queued()]
        if self.kind is Kind.PART:
            return flight[1:] if self.choice % 3 else flight[:1]
        if self.kind is Kind.SUPERSET:
            return (*flight, queued[0] if queued else UNUSED_TAG)
        if self.kind is Kind.TWO_COMMANDS:
            return sum(flights, ())
        if self.kind is Kind.QUEUED_TAG:
            return tuple(queued[:1])
        return () if self.kind is Kind.NO_TAGS else (UNUSED_TAG,)


_BAD_RANGES = {
    Kind.TAG_IN_USE: ("write", 3, 2),
    Kind.OP: ("erase", 3, 2),
    Kind.NO_BLOCKS: ("write", 3, 0),
    Kind.TOO_MANY_BLOCKS: ("write", 3, 0),
    Kind.NEGATIVE_BLOCK: ("write", -1, 2),
    Kind.BEYOND_THE_DISK: ("read", 0, 2),
}
"""(op, block, count); the model says what is too many and beyond."""


def misuses() -> st.SearchStrategy[list[Misuse]]:
    """Draw at most two misuses."""
    one = st.builds(
        Misuse,
        kind=st.sampled_from(Kind),
        choice=st.integers(0, 5),
        early=st.sampled_from((False, False, False, True)),
        later=st.booleans(),
    )
    return st.lists(one, max_size=2)


def expect_no_machine(submission: Any) -> None:
    """Try to make schedulers that must not be."""
    for place in range(len(GOOD_MACHINE)):
        for bad in (0, -3):
            given = (*GOOD_MACHINE[:place], bad, *GOOD_MACHINE[place + 1 :])
            submission.begin_trial()
            expect_not_made(
                partial(submission.FilesystemScheduler, *given),
                f"FilesystemScheduler{given}",
                "blocks, max_blocks, read_expire, write_expire and batch are at least 1",
            )


def expect_clock_unmoved(session: Session) -> None:
    """Refuse a call of a later time, then go on at the present one."""
    now = session.model.now
    call = MethodCall("cancel", (now + 9, UNUSED_TAG))
    session.expect_refused(call)
    try:
        session.dispatch(now)
    except ValueError:
        raise AssertionError(
            f"{call} was refused, yet it moved the clock: dispatch({now}, {session.head}) after it"
            f" raised ValueError, though the last accepted call was at {now}"
        ) from None
