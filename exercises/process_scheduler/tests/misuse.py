"""Calls that must be refused: every one that has a single fault in the present state, and some with two.

With two faults the order of the checks decides: ``now``, ranges, existence, state.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from exercises.process_scheduler.tests.arguments import Deed, History, Step
from exercises.process_scheduler.tests.model import Model
from exercises.process_scheduler.tests.rules import Request, refusal_of
from exercises.process_scheduler.tests.session import Session

NEVER_LIVE = 77
BAD_MACHINES = ((0, 4), (-1, 4), (1, 0), (2, -3), (0, 0))
"""(cpus, slice_ticks)."""
CLOSING_PICKS = 8
"""They show in which order the queue was left."""


def mistakes(model: Model, now: int, used_ids: tuple[int, ...]) -> list[Request]:
    """Return calls at ``now`` that must be refused, and some at an earlier time."""
    found = [*_at(model, now, used_ids), *_before(model, used_ids)]
    return [request for request in found if refusal_of(model, request) is not None]


def _at(model: Model, now: int, used_ids: tuple[int, ...]) -> Iterator[Request]:
    for task in (*used_ids, NEVER_LIVE):
        yield Request("add", (now, task, 1))
        yield Request("wake", (now, task))
        yield Request("block", (now, task))
        yield Request("exit", (now, task))
        yield Request("runtime", (now, task))
        yield Request("set_weight", (now, task, 7))
        for weight in (0, -2):
            yield Request("add", (now, task, weight))
            yield Request("set_weight", (now, task, weight))
    for cpu in (-1, len(model.cpus)):
        yield Request("tick", (now, cpu))
        yield Request("pick", (now, cpu))


def _before(model: Model, used_ids: tuple[int, ...]) -> Iterator[Request]:
    early = model.now - 1
    for task in (*used_ids, NEVER_LIVE):
        for method in ("wake", "block", "exit", "runtime"):
            yield Request(method, (early, task))
        yield Request("add", (early, task, 1))
        yield Request("set_weight", (early, task, 7))
    for cpu in (0, len(model.cpus)):
        yield Request("tick", (early, cpu))
        yield Request("pick", (early, cpu))


def with_closing_picks(history: History) -> History:
    """Return a history that ends in picks, a slice apart, on each CPU in turn."""
    picks = tuple(
        Step(Deed.PICK, history.slice_ticks, 0, number, 1) for number in range(CLOSING_PICKS)
    )
    return replace(history, steps=history.steps + picks)


def expect_no_machine(submission: Any, cpus: int, slice_ticks: int) -> None:
    """Try to make a scheduler that must not be."""
    try:
        submission.ProcessScheduler(cpus=cpus, slice_ticks=slice_ticks)
    except ValueError:
        return
    raise AssertionError(
        f"ProcessScheduler(cpus={cpus}, slice_ticks={slice_ticks}) was accepted;"
        " it must raise ValueError: both are at least 1"
    )


def expect_same_answers(plain: Session, disturbed: Session, refused: Sequence[Request]) -> None:
    """Compare the answers of two runs of one history as far as both have come."""
    for (request, right), (same, answer) in zip(plain.log, disturbed.log, strict=False):
        assert (request, right) == (same, answer), (
            f"{same} returned {answer}. Without the refused calls"
            f" {', '.join(map(str, refused))} before it, the same history gave: {request}"
            f" returned {right}. A refused call must change nothing"
        )


def expect_clock_unmoved(session: Session) -> None:
    """Refuse a call of a later time, then go on at the present one."""
    now = session.model.now
    request = Request("block", (now + 9, NEVER_LIVE))
    session.expect_refused(request)
    try:
        session.tick(now, 0)
    except ValueError:
        raise AssertionError(
            f"{request} was refused, yet it moved the clock: tick({now}, 0) after it raised"
            f" ValueError, though the last accepted call was at {now}"
        ) from None
