"""Calls that must be refused, and what must not come of them.

A misuse is tried for every class there is, and for one that is not. It may have two faults: then the
order of the checks decides which error is right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from exercises.network_scheduler.tests.arguments import MTU, Deed, History, Step
from exercises.network_scheduler.tests.model import Model
from exercises.network_scheduler.tests.rules import refusal_of
from exercises.network_scheduler.tests.session import Session
from harness.refusals import MethodCall, expect_not_made

NO_CLASS = 77
NEW_NAME = 78
BAD_LINKS = ((0, 4), (-5, 4), (100, 0), (100, -1), (0, 0))
"""(mtu, queue_packets)."""
TAILS: dict[str, tuple[tuple[int | None, ...], ...]] = {
    "enqueue": ((9, 0), (9, MTU + 1), (9, 1), (9, -3), (9, 1)),
    "set_weight": ((0,), (-1,), (7,)),
    "set_limit": ((None, 5), (5, None), (0, 5), (5, 0), (9, 9), (None, None)),
    "add_class": ((1, None, None), (0, None, None), (2, 5, None), (1, None, 5)),
    "remove_class": ((),),
    "dequeue": ((),),
    "next_ready": ((),),
    "backlog": ((),),
}
"""Arguments after time and class, of which some are wrong for some classes."""


@dataclass(frozen=True, slots=True)
class Misuse:
    """A call to come that is wrong in most states; where it is not, it comes a millisecond too early."""

    method: str
    tail: int = 0
    late_ms: int = 0
    """It is wrong for another reason; its time is later than that of the step after it."""
    below: bool = False
    """Of ``add_class``: a new name under the class; else the class's own name, under itself."""

    def requests(self, model: Model, now: int) -> Iterator[MethodCall]:
        """Yield a call for each class that must be refused in the present state."""
        if self.method in ("dequeue", "next_ready"):
            yield MethodCall(self.method, (model.now - 1,))
            return
        for name in (*model.classes, NO_CLASS):
            request = self._request(name, now + self.late_ms)
            if refusal_of(model, request):
                yield request
            elif self.method != "backlog":
                yield MethodCall(self.method, (model.now - 1, *request.args[1:]))

    def _request(self, name: int, now: int) -> MethodCall:
        tails = TAILS[self.method]
        tail = tails[self.tail % len(tails)]
        if self.method == "backlog":
            return MethodCall(self.method, (name,))
        if self.method == "add_class" and self.below:
            return MethodCall(self.method, (now, NEW_NAME, name, *tail))
        if self.method == "add_class":
            return MethodCall(self.method, (now, name, name, *tail))
        return MethodCall(self.method, (now, name, *tail))


def misuses() -> st.SearchStrategy[list[Misuse]]:
    """Draw at most one misuse; most are of calls that change something."""
    one = st.builds(
        Misuse,
        method=st.sampled_from((*TAILS, "enqueue", "set_limit", "add_class")),
        tail=st.integers(0, 5),
        late_ms=st.sampled_from((0, 0, 5)),
        below=st.booleans(),
    )
    return st.lists(one, max_size=1)


INNER_CLASS = History(
    4,
    (
        Step(Deed.ADD),
        Step(Deed.ADD, other=1),
        *[Step(Deed.ENQUEUE)] * 3,
        Step(Deed.DEQUEUE),
        Step(Deed.BACKLOG, 1),
    ),
)
"""Class 1 with the leaf 2 under it."""
EVERY_MISUSE = [
    Misuse(method, tail, below=below)
    for method, tails in TAILS.items()
    for tail in range(len(tails))
    for below in ((False, True) if method == "add_class" else (False,))
]
DURING_INNER_CLASS = [
    *([], [], EVERY_MISUSE, [Misuse("enqueue", 2, late_ms=5)], EVERY_MISUSE),
    *([Misuse("remove_class", late_ms=5)], [Misuse("set_limit", 3)]),
]


def expect_no_link(submission: Any, mtu: int, queue_packets: int) -> None:
    """Try to make a scheduler that must not be."""
    expect_not_made(
        lambda: submission.NetworkScheduler(mtu=mtu, queue_packets=queue_packets),
        f"NetworkScheduler(mtu={mtu}, queue_packets={queue_packets})",
        "both are at least 1",
    )


def expect_clock_unmoved(session: Session) -> None:
    """Refuse a call of a later time, then go on at the present one."""
    now = session.model.now
    request = MethodCall("set_weight", (now + 9, NO_CLASS, 1))
    session.expect_refused(request)
    try:
        session.dequeue(now)
    except ValueError:
        raise AssertionError(
            f"{request} was refused, yet it moved the clock: dequeue({now}) after it raised"
            f" ValueError, though the last accepted call was at {now}"
        ) from None
