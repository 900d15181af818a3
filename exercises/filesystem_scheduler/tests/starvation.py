"""A far request against a stream of requests where the head is."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.model import Disk, Request
from exercises.filesystem_scheduler.tests.session import Session

Test = TypeVar("Test", bound=Callable[..., Any])
FAR_TAG = 7
FAR_BLOCK = 90_000
MOST_UNFINISHED = 30
COMMANDS = 60


@dataclass(frozen=True, slots=True)
class Crowd:
    """The far request, the stream's op and how it flows.

    Attributes:
        burst: New near requests before each command.
        refusals: How often the device refuses the far request once it is overdue.
        ticks: The time of one command.
    """

    far_op: str
    near_op: str
    batch: int
    burst: int
    refusals: int
    ticks: int

    def __str__(self) -> str:
        return (
            f"One command takes {_count(self.ticks, 'tick')}. Before each, new requests come near the"
            f" head: {_count(self.burst, self.near_op)}, but none while 30 are unfinished"
        )


def crowds() -> st.SearchStrategy[Crowd]:
    """Draw a crowd."""
    return st.builds(
        Crowd,
        far_op=st.sampled_from(("read", "write")),
        near_op=st.sampled_from(("read", "write")),
        batch=st.integers(1, 6),
        burst=st.integers(1, 3),
        refusals=st.integers(0, 2),
        ticks=st.integers(1, 2),
    )


CROWDS = (
    Crowd("read", "read", batch=1, burst=1, refusals=0, ticks=1),
    Crowd("write", "read", batch=2, burst=1, refusals=2, ticks=1),
    Crowd("write", "write", batch=6, burst=3, refusals=2, ticks=2),
    Crowd("read", "write", batch=2, burst=2, refusals=1, ticks=1),
)


def serve_far(submission: Any, crowd: Crowd) -> None:
    """Play a crowd until the far request is served or the commands are used up.

    The device has one command at a time. Near requests ascend from block 0; they stop while
    ``MOST_UNFINISHED`` requests are unfinished.
    """
    session = Session(submission, Disk(100_000, 8, 8, 20, crowd.batch))
    names, now, refusals = count(FAR_TAG + 1), 0, crowd.refusals
    session.submit(now, FAR_TAG, crowd.far_op, FAR_BLOCK, 8)
    far = session.model.requests[FAR_TAG]
    for _ in range(COMMANDS):
        for _ in range(crowd.burst):
            if len(session.model.requests) < MOST_UNFINISHED:
                tag = next(names)
                session.submit(now, tag, crowd.near_op, 16 * (tag - FAR_TAG), 8)
        command = session.dispatch(now)
        if command is None:
            break
        if FAR_TAG in command.tags and refusals and now >= far.deadline:
            refusals -= 1
            session.requeue(now, tuple(command.tags))
        else:
            session.complete(now, tuple(command.tags))
        if FAR_TAG not in session.model.requests:
            return
        _check(session, crowd, far, now)
        now += crowd.ticks
    raise AssertionError(
        f"{far}, submitted at 0, is still queued after {COMMANDS} commands. {crowd}"
    )


def _check(session: Session, crowd: Crowd, far: Request, now: int) -> None:
    batch = session.model.disk.batch
    refused = f", was refused by the device {crowd.refusals} times" if crowd.refusals else ""
    assert len(far.passed_by) <= batch, (
        f"{far} was submitted at 0{refused} and keeps its deadline, {far.deadline}. At {now} it has"
        f" been passed over by {len(far.passed_by)} commands since it was overdue (and queued) last, batch ="
        f" {batch} may: none of them served it or a request with a deadline as early. {crowd}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)
