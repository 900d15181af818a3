"""Calls that must be refused, and what must not come of them.

A misuse may have two faults: then the order of the checks decides which error is right.
"""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from exercises.process_scheduler.tests.arguments import Deed, History, Step
from exercises.process_scheduler.tests.model import Model
from exercises.process_scheduler.tests.moves import TASK_IDS
from exercises.process_scheduler.tests.rules import refusal_of
from exercises.process_scheduler.tests.session import Session
from harness.refusals import MethodCall, expect_not_made

NEVER_LIVE = 77
BAD_MACHINES = ((0, 4), (-1, 4), (1, 0), (2, -3), (0, 0))
"""(cpus, slice_ticks)."""
CLOSING_PICKS = 8
"""They show in which order the queue was left."""


@dataclass(frozen=True, slots=True)
class Misuse:
    """A call to come that is wrong in most states; where it is not, it comes a tick too early."""

    method: str
    task: int
    weight: int = 0
    beyond: bool = False
    """Of two CPUs that are not there: the one after the last, or -1."""
    early: bool = False

    def request(self, model: Model, now: int) -> MethodCall:
        """Return a call that must be refused in the present state."""
        found = self._at(model, model.now - 1 if self.early else now)
        return found if refusal_of(model, found) else self._at(model, model.now - 1)

    def _at(self, model: Model, now: int) -> MethodCall:
        if self.method in ("tick", "pick"):
            return MethodCall(self.method, (now, len(model.cpus) if self.beyond else -1))
        if self.method in ("add", "set_weight"):
            return MethodCall(self.method, (now, self.task, self.weight))
        return MethodCall(self.method, (now, self.task))


def misuses() -> st.SearchStrategy[list[Misuse]]:
    """Draw at most two misuses; most are of calls that change something."""
    methods = ("add", "set_weight", "set_weight", "block", "block", "wake", "exit", "runtime")
    one = st.builds(
        Misuse,
        method=st.sampled_from((*methods, "pick", "tick")),
        task=st.sampled_from((*TASK_IDS[:4], NEVER_LIVE)),
        weight=st.sampled_from((0, 0, -2, 7)),
        beyond=st.booleans(),
        early=st.sampled_from((False, False, False, True)),
    )
    return st.lists(one, max_size=2)


def _step(deed: Deed, jump: int = 0) -> Step:
    return Step(deed, jump, 0, 0, 1)


FOUR_EQUALS = History(1, 2, 0, (*[_step(Deed.ADD)] * 4, _step(Deed.PICK), _step(Deed.PICK, 2)))
DURING_FOUR_EQUALS = [*[[]] * 4, [Misuse("set_weight", 1)], [Misuse("block", NEVER_LIVE)]]
"""Between steps with four tasks of which nobody has a better claim: their order shows any change."""


def with_closing_picks(history: History) -> History:
    """Return a history that ends in picks, a slice apart, on each CPU in turn."""
    picks = tuple(
        Step(Deed.PICK, history.slice_ticks, 0, number, 1) for number in range(CLOSING_PICKS)
    )
    return replace(history, steps=history.steps + picks)


def expect_no_machine(submission: Any, cpus: int, slice_ticks: int) -> None:
    """Try to make a scheduler that must not be."""
    expect_not_made(
        lambda: submission.ProcessScheduler(cpus=cpus, slice_ticks=slice_ticks),
        f"ProcessScheduler(cpus={cpus}, slice_ticks={slice_ticks})",
        "both are at least 1",
    )


def expect_clock_unmoved(session: Session) -> None:
    """Refuse a call of a later time, then go on at the present one."""
    now = session.model.now
    request = MethodCall("block", (now + 9, NEVER_LIVE))
    session.expect_refused(request)
    try:
        session.tick(now, 0)
    except ValueError:
        raise AssertionError(
            f"{request} was refused, yet it moved the clock: tick({now}, 0) after it raised"
            f" ValueError, though the last accepted call was at {now}"
        ) from None
