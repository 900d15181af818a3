"""Algorithm: legal commands, short ways for the head, reads that return what was written."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.arguments import (
    NARROW,
    Deed,
    History,
    Step,
    histories,
    history_of,
)
from exercises.filesystem_scheduler.tests.device import DeviceSession
from exercises.filesystem_scheduler.tests.model import Disk
from exercises.filesystem_scheduler.tests.moves import play
from exercises.filesystem_scheduler.tests.session import Aspect, Session
from exercises.filesystem_scheduler.tests.travel import (
    BLOCKS,
    MOST_BLOCKS,
    OUTSIDE_IN,
    ZIG_ZAG,
    Batch,
    batches,
    least_travelled,
    travelled,
)
from harness.graded import AnotherRuleBrokenError, graded
from harness.strategies import with_examples

EVERYDAY_DEEDS = (
    *(Deed.SUBMIT,) * 6,
    *(Deed.DISPATCH,) * 3,
    *(Deed.COMPLETE, Deed.COMPLETE, Deed.SERVE, Deed.REQUEUE, Deed.REFUSE),
    *(Deed.BARRIER, Deed.CANCEL_QUEUED, Deed.CANCEL_IN_FLIGHT, Deed.CANCEL_IN_THE_WAY),
)
DATA_DEEDS = (*EVERYDAY_DEEDS, Deed.EXECUTE, Deed.EXECUTE, Deed.SUBMIT, Deed.SUBMIT)
A_GAP_OF_ONE = history_of(
    Step(Deed.SUBMIT, op="read", place=1, count=2),
    Step(Deed.SUBMIT, op="read", place=4, count=2),
    Step(Deed.SERVE),
)
LONG_RUN = history_of(
    *(Step(Deed.SUBMIT, op="write", place=place, count=3) for place in (6, 0, 3, 9)),
    Step(Deed.SERVE),
)
"""Twelve blocks without a gap; a command has eight at most."""
TWO_BARRIERS = history_of(
    Step(Deed.BARRIER),
    Step(Deed.SUBMIT, op="write", place=4),
    Step(Deed.BARRIER),
    Step(Deed.BARRIER),
    Step(Deed.SUBMIT, op="write", place=9),
    Step(Deed.SERVE),
    Step(Deed.BARRIER),
    Step(Deed.SERVE),
)
LOWER_WRITE_SECOND = history_of(
    Step(Deed.SUBMIT, op="write", place=4, count=3),
    Step(Deed.SUBMIT, op="write", place=2, count=3),
    Step(Deed.SERVE),
    Step(Deed.SERVE),
    max_blocks=4,
)
"""They share a block and can not be merged; the second is nearer to the head."""
READ_THEN_WRITE = history_of(
    Step(Deed.SUBMIT, op="read", place=4),
    Step(Deed.SUBMIT, op="write", place=4),
    Step(Deed.DISPATCH),
    Step(Deed.DISPATCH),
)
"""The write waits until the read is completed."""
WRITTEN_THEN_CANCELLED = history_of(
    Step(Deed.SUBMIT, op="write", place=4),
    Step(Deed.DISPATCH),
    Step(Deed.EXECUTE),
    Step(Deed.REQUEUE),
    Step(Deed.CANCEL_QUEUED),
    Step(Deed.SUBMIT, op="read", place=4),
    Step(Deed.SERVE),
)
"""The device had done it before it was taken back."""


def _reordered(first: str, second: str) -> History:
    """Return a history in which the device executes what was dispatched last first."""
    return history_of(
        Step(Deed.SUBMIT, op=first, place=4),
        Step(Deed.SUBMIT, op=second, place=4),
        Step(Deed.DISPATCH),
        Step(Deed.DISPATCH),
        Step(Deed.EXECUTE, choice=1),
        Step(Deed.COMPLETE),
    )


@graded("commands-are-legal")
@settings(max_examples=110)
@given(history=st.one_of(histories(EVERYDAY_DEEDS), histories(EVERYDAY_DEEDS, NARROW)))
@with_examples(A_GAP_OF_ONE, LONG_RUN, TWO_BARRIERS, READ_THEN_WRITE, LOWER_WRITE_SECOND)
def test_commands_are_legal(submission: Any, history: History) -> None:
    """Commands hold ready requests only and exactly their blocks; nothing idles; all is finished."""
    session = Session(submission, history.disk, Aspect.COMMANDS, head=history.head)
    for _ in play(session, history):
        pass
    session.check_pending()
    session.drain(session.model.now)
    session.check_pending()


@graded("the-head-takes-no-detours")
@settings(max_examples=60)
@given(batch=batches())
@example(batch=ZIG_ZAG)
@example(batch=OUTSIDE_IN)
def test_the_head_takes_no_detours(submission: Any, batch: Batch) -> None:
    """For requests that are all there, the head travels 2 OPT + 4 sum(c) blocks at most."""
    disk = Disk(BLOCKS, MOST_BLOCKS, 1000, 1000, 4)
    session = Session(submission, disk, head=batch.head)
    for tag, (block, count) in enumerate(batch.ranges):
        session.submit(0, tag, batch.op, block, count)
    way = []
    while session.model.requests:
        command = session.dispatch(0)
        if command is None:
            raise AnotherRuleBrokenError("dispatch returned None while requests were ready")
        session.complete(0, tuple(command.tags))
        way.append((command.block, command.count))
    distance = travelled(batch.head, way)
    least = least_travelled(batch.head, batch.ranges)
    slack = 4 * sum(count for _, count in batch.ranges)
    assert distance <= 2 * least + slack, (
        f"From block {batch.head} the head went to {', '.join(str(block) for block, _ in way)}:"
        f" {distance} blocks of seeking. The shortest order takes {least}; allowed are"
        f" 2 x {least} + 4 x (blocks transferred) = {2 * least + slack}"
    )


@graded("reads-return-the-last-write")
@settings(max_examples=80)
@given(history=st.one_of(histories(DATA_DEEDS), histories(DATA_DEEDS, NARROW)))
@with_examples(
    *(_reordered("write", "read"), _reordered("read", "write"), _reordered("write", "write")),
    LOWER_WRITE_SECOND,
    WRITTEN_THEN_CANCELLED,
)
def test_reads_return_the_last_write(submission: Any, history: History) -> None:
    """Whenever the device executes what is in flight, reads and the disk are as if in order."""
    session = DeviceSession(submission, history.disk, history.head)
    for _ in play(session, history):
        pass
    session.drain(session.model.now)
    session.check_content()
