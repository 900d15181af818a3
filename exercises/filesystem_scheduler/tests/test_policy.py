"""Policy: overdue requests, readers, merging, and five figures that are measured without a clock."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from statistics import fmean
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.filesystem_scheduler.tests.arguments import (
    DEEP,
    Deed,
    History,
    Step,
    histories,
    history_of,
)
from exercises.filesystem_scheduler.tests.model import Disk
from exercises.filesystem_scheduler.tests.moves import play
from exercises.filesystem_scheduler.tests.session import Aspect, Session
from exercises.filesystem_scheduler.tests.starvation import (
    CROWDS,
    Crowd,
    crowds,
    serve_far,
)
from exercises.filesystem_scheduler.workloads.disk import DiskSimulation
from exercises.filesystem_scheduler.workloads.figures import (
    BATCH,
    BLOCKS,
    MAX_BLOCKS,
    MIXED_TICKS,
    READ_EXPIRE,
    WRITE_EXPIRE,
    least_travel,
    many_reads,
    read_behind_a_write,
    readers_among_writers,
    stream_among_writers,
)
from harness.graded import graded
from harness.strategies import with_examples

BUSY_DEEDS = (
    *(Deed.SUBMIT,) * 8,
    *(Deed.SERVE,) * 9,
    *(Deed.DISPATCH, Deed.COMPLETE, Deed.REFUSE, Deed.REQUEUE),
    *(Deed.BARRIER, Deed.CANCEL_QUEUED),
)
SLOW = (0, 0, 1, 1, 2, 3)
HASTY = (0, 0, 0, 0, 0, 1, 1, 6)
ON_THE_DEADLINE = history_of(
    Step(Deed.SUBMIT, op="read", place=30),
    *(Step(Deed.SUBMIT, jump=place == 0, op="read", place=place) for place in (0, 4, 8, 12)),
    Step(Deed.SERVE, jump=5),
    *(Step(Deed.SERVE),) * 3,
    batch=1,
)
"""In the very tick of its deadline others pass over the far read."""
OUT_OF_TURN = history_of(
    Step(Deed.SUBMIT, op="read", place=30),
    *(Step(Deed.SUBMIT, jump=place == 8, op="read", place=place) for place in (8, 12, 16)),
    *(Step(Deed.SUBMIT, jump=8 * (place == 0), op="read", place=place) for place in (0, 4)),
    *(Step(Deed.SERVE),) * 5,
    batch=1,
)
"""Four overdue reads, the first of which is the last in place, and two new ones before them."""
AN_OVERDUE_WRITE_BETWEEN = history_of(
    Step(Deed.SUBMIT, op="write", place=10),
    *(Step(Deed.SUBMIT, jump=14 * (place == 0), op="write", place=place) for place in (0, 4, 16)),
    Step(Deed.SUBMIT, op="read", place=30),
    Step(Deed.SERVE, jump=1),
    *(Step(Deed.SERVE),) * 3,
    batch=1,
)
"""A new write, then the overdue one, then a new one again: the row has not ended."""
NEIGHBOURS = 24
ROUNDS = 8
NEVER = 1_000_000


@graded("overdue-requests-are-not-passed-over")
@settings(max_examples=110)
@given(history=histories(BUSY_DEEDS, DEEP, HASTY))
@with_examples(ON_THE_DEADLINE, OUT_OF_TURN)
def test_overdue_requests_are_not_passed_over(submission: Any, history: History) -> None:
    """Of the commands after it is overdue and ready, batch at most pass over a request."""
    session = Session(submission, history.disk, Aspect.OVERDUE, head=history.head)
    for _ in play(session, history):
        pass
    session.drain(session.model.now + 20)


@graded("a-far-request-is-not-starved")
@settings(max_examples=30)
@given(crowd=crowds())
@with_examples(*CROWDS)
def test_a_far_request_is_not_starved(submission: Any, crowd: Crowd) -> None:
    """It is dispatched in spite of a stream near the head, and again if the device refuses it."""
    serve_far(submission, crowd)


@graded("readers-go-before-writers")
@settings(max_examples=60)
@given(
    places=st.lists(st.integers(0, 60), min_size=9, max_size=41, unique=True),
    history=histories(BUSY_DEEDS, DEEP, SLOW),
)
@example(places=list(range(9)), history=AN_OVERDUE_WRITE_BETWEEN)
def test_readers_go_before_writers(submission: Any, places: list[int], history: History) -> None:
    """While a read is ready, batch writes in a row that are not overdue go before it at most."""
    session = Session(submission, replace(history.disk, blocks=1000), Aspect.READERS)
    for tag, place in enumerate(places):
        is_last = tag == len(places) - 1
        session.submit(0, tag, "read" if is_last else "write", 16 * place, 1)
    session.drain(0)
    submission.begin_trial()
    session = Session(submission, history.disk, Aspect.READERS, head=history.head)
    for _ in play(session, history):
        pass
    session.drain(session.model.now)


@graded("neighbours-share-a-command")
@settings(max_examples=40)
@given(
    order=st.permutations(range(NEIGHBOURS)),
    max_blocks=st.integers(4, 12),
    first=st.integers(0, 900),
    gap=st.sampled_from((0, 0, 1, 50)),
    op=st.sampled_from(("read", "write")),
)
def test_neighbours_share_a_command(
    submission: Any, order: Sequence[int], max_blocks: int, *, first: int, gap: int, op: str
) -> None:
    """Requests for 24 adjacent blocks need few commands, in whatever order they came."""
    session = Session(submission, Disk(1000, max_blocks, 100, 100, 4), head=max(0, first - gap))
    for tag, place in enumerate(order):
        session.submit(0, tag, op, first + place, 1)
    session.drain(0)
    commands = sum(call.method == "complete" for call, _ in session.log)
    fewest = -(-NEIGHBOURS // max_blocks)
    assert commands <= 2 * fewest + 2, (
        f"{NEIGHBOURS} {op}s of one block each, blocks {first} to {first + NEIGHBOURS - 1}, took"
        f" {commands} commands of at most {max_blocks} blocks. {fewest} are possible, 2 x {fewest} + 2"
        f" = {2 * fewest + 2} allowed"
    )


def _session(submission: Any, read_expire: int = READ_EXPIRE, head: int = 0) -> Session:
    """Return a session on the disk of the figures; only legal commands are measured."""
    disk = Disk(BLOCKS, MAX_BLOCKS, read_expire, WRITE_EXPIRE, BATCH)
    return Session(submission, disk, Aspect.COMMANDS, head=head)


@graded("seeks-are-short")
def test_seeks_are_short(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the way for 64 reads that are all there, as a multiple of the shortest."""
    ratios, ways = [], []
    for _ in range(ROUNDS):
        submission.begin_trial()
        head = randomness.randrange(BLOCKS)
        blocks, customers = many_reads(randomness)
        session = _session(submission, NEVER, head)
        record = DiskSimulation(session, customers).run(NEVER)
        ratios.append(record.seek_blocks / least_travel(head, blocks))
        ways.append(record.seek_blocks / record.commands)
    figures.record("seeks-are-short.ratio", fmean(ratios))
    figures.record("blocks travelled a command", fmean(ways))


@graded("the-disk-is-kept-busy")
def test_the_disk_is_kept_busy(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the ticks a block of a sequential reader among writers all over the disk."""
    session = _session(submission)
    record = DiskSimulation(session, stream_among_writers(randomness)).run(MIXED_TICKS)
    figures.record("the-disk-is-kept-busy.ticks-a-block", record.ticks / record.blocks)
    figures.record("blocks a tick", record.blocks / record.ticks)
    figures.record("blocks a command", record.blocks / record.commands)


@graded("reads-wait-briefly")
def test_reads_wait_briefly(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the wait that 95 of 100 reads do not exceed, among writers."""
    waits = _read_waits(submission, randomness)
    figures.record("reads-wait-briefly.p95", sorted(waits)[len(waits) * 95 // 100])
    figures.record("mean wait of a read", fmean(waits))


@graded("no-read-waits-long")
def test_no_read_waits_long(submission: Any, randomness: Random, figures: Any) -> None:
    """Measure the longest wait of a read among writers."""
    figures.record("no-read-waits-long.ticks", max(_read_waits(submission, randomness)))


def _read_waits(submission: Any, randomness: Random) -> list[int]:
    session = _session(submission)
    record = DiskSimulation(session, readers_among_writers(randomness)).run(MIXED_TICKS)
    assert record.read_waits, "no read was completed at all"
    return record.read_waits


@graded("a-blocked-read-hurries-its-write")
def test_a_blocked_read_hurries_its_write(
    submission: Any, randomness: Random, figures: Any
) -> None:
    """Measure how long a read waits for a write it overlaps, which has thirty others before it."""
    waits: list[int] = []
    for _ in range(ROUNDS):
        submission.begin_trial()
        session = _session(submission, head=randomness.randrange(BLOCKS))
        waits += DiskSimulation(session, read_behind_a_write(randomness)).run(NEVER).read_waits
    figures.record("a-blocked-read-hurries-its-write.ticks", fmean(waits))
