"""The oracle: which requests are ready, which commands are legal, how misuse is refused."""

import pytest

from exercises.filesystem_scheduler.stub.solution import Command, TagStateError, UnknownTag
from exercises.filesystem_scheduler.tests.model import Disk, Model
from exercises.filesystem_scheduler.tests.rules import refusal_of
from harness.refusals import MethodCall

DISK = Disk(blocks=60, max_blocks=8, read_expire=6, write_expire=15, batch=2)


def _model(*requests: tuple[str, int, int]) -> Model:
    """Return a model with requests (op, block, count) that have the tags 0, 1, ..."""
    model = Model(DISK)
    for tag, (op, block, count) in enumerate(requests):
        model.added(10, tag, op, block, count)
    return model


def _dispatched(model: Model, *tags: int) -> None:
    members = model.members(tags)
    low, high = min(m.block for m in members), max(m.end for m in members)
    model.dispatched(10, Command(members[0].op, low, high - low, tags))


def _ready_tags(model: Model) -> list[int]:
    return [request.tag for request in model.ready()]


@pytest.mark.parametrize(
    ("first", "second", "second_is_ready"),
    [
        (("write", 4, 2), ("read", 5, 2), False),
        (("read", 4, 2), ("write", 5, 2), False),
        (("write", 4, 2), ("write", 3, 2), False),
        (("read", 4, 2), ("read", 5, 2), True),
        (("write", 4, 2), ("write", 6, 2), True),
    ],
)
def test_a_request_waits_for_an_earlier_one_in_conflict(
    first: tuple[str, int, int], second: tuple[str, int, int], *, second_is_ready: bool
) -> None:
    """Ranges that share a block conflict if one of them writes; neighbours do not."""
    assert _ready_tags(_model(first, second)) == ([0, 1] if second_is_ready else [0])


def test_a_conflict_ends_with_completion_or_cancel_and_not_with_dispatch() -> None:
    """In flight is not finished; a refused request still stands in the way."""
    model = _model(("write", 4, 2), ("write", 5, 2), ("write", 6, 2))
    _dispatched(model, 0)
    assert _ready_tags(model) == []
    model.requeued(11, (0,))
    assert _ready_tags(model) == [0]
    model.cancelled(11, 0)
    assert _ready_tags(model) == [1]
    _dispatched(model, 1)
    model.completed(12, (1,))
    assert _ready_tags(model) == [2]


def test_a_barrier_holds_later_requests_until_all_before_it_are_finished() -> None:
    """Epochs open one after the other; several barriers in a row are as one."""
    model = _model(("read", 0, 1), ("read", 9, 1))
    model.fenced(10)
    model.fenced(10)
    model.added(10, 2, "read", 20, 1)
    model.fenced(10)
    _dispatched(model, 0)
    _dispatched(model, 1)
    model.completed(11, (1,))
    assert _ready_tags(model) == []
    model.completed(11, (0,))
    assert _ready_tags(model) == [2]


@pytest.mark.parametrize(
    ("command", "why"),
    [
        (Command("read", 10, 4, (0, 1)), None),
        (Command("read", 10, 4, (1, 0)), None),
        (Command("read", 10, 2, (0,)), None),
        (Command("read", 10, 5, (0, 1)), "blocks 10 to 13"),
        (Command("read", 10, 2, (0, 1)), "blocks 10 to 13"),
        (Command("read", 10, 6, (0, 2)), "has asked for blocks 12 to 13"),
        (Command("read", 10, 4, (0, 1, 1)), "none twice"),
        (Command("read", 10, 4, ()), "at least one"),
        (Command("write", 20, 2, (3, 0)), "is no write"),
        (Command("read", 10, 2, (9,)), "names no unfinished request"),
        (Command("read", 30, 2, (4,)), "in flight"),
        (Command("read", 10, 12, (0, 1, 2, 5)), "at most 8"),
        (None, "is ready"),
    ],
)
def test_commands_have_exactly_the_blocks_of_their_requests(
    command: Command | None, why: str | None
) -> None:
    """One op, no gap, nothing beyond max_blocks, each tag once, None only if nothing is ready."""
    model = _model(
        ("read", 10, 2),
        ("read", 12, 2),
        ("read", 14, 2),
        ("write", 20, 2),
        ("read", 30, 2),
        ("read", 15, 7),
    )
    _dispatched(model, 4)
    fault = model.command_fault(command)
    if why is None:
        assert fault is None
    else:
        assert fault is not None
        assert why in fault.text
        assert not fault.is_order_only


def test_a_command_out_of_order_is_told_with_the_block_that_would_be_wrong() -> None:
    """A device could execute it, so a property about data can follow it."""
    model = _model(("write", 4, 4), ("read", 7, 2))
    fault = model.command_fault(Command("read", 7, 2, (1,)))
    assert fault is not None
    assert fault.is_order_only
    assert "block 7 would be read before that write" in fault.text


def test_pending_counts_requests() -> None:
    """A merged command in flight counts for each of its requests."""
    model = _model(("read", 0, 1), ("read", 1, 1), ("write", 9, 1))
    _dispatched(model, 0, 1)
    assert model.pending() == (1, 2)


@pytest.mark.parametrize(
    ("call", "right"),
    [
        (MethodCall("submit", (10, 7, "read", 59, 1)), None),
        (MethodCall("submit", (9, 0, "erase", 0, 0)), ValueError),
        (MethodCall("submit", (10, 0, "erase", 0, 1)), ValueError),
        (MethodCall("submit", (10, 0, "read", 59, 2)), ValueError),
        (MethodCall("submit", (10, 0, "read", -1, 2)), ValueError),
        (MethodCall("submit", (10, 7, "read", 0, 9)), ValueError),
        (MethodCall("submit", (10, 0, "read", 0, 1)), TagStateError),
        (MethodCall("dispatch", (10, 60)), None),
        (MethodCall("dispatch", (10, 61)), ValueError),
        (MethodCall("barrier", (9,)), ValueError),
        (MethodCall("cancel", (10, 2)), None),
        (MethodCall("cancel", (10, 7)), UnknownTag),
        (MethodCall("complete", (10, (0, 1))), None),
        (MethodCall("complete", (10, (0,))), TagStateError),
        (MethodCall("complete", (10, (0, 1, 2))), TagStateError),
        (MethodCall("requeue", (10, ())), TagStateError),
        (MethodCall("requeue", (10, (2,))), TagStateError),
        (MethodCall("requeue", (9, (0, 1))), ValueError),
    ],
)
def test_misuse_is_refused_by_the_first_check_that_fails(
    call: MethodCall, right: type[Exception] | None
) -> None:
    """The checks are: now, values, tags."""
    model = _model(("read", 0, 1), ("read", 1, 1), ("write", 9, 1))
    _dispatched(model, 0, 1)
    refusal = refusal_of(model, call)
    assert (refusal.exception if refusal else None) is right
