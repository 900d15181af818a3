"""The simulated disk of the figures, and the content that the data property checks."""

from collections.abc import Iterable
from itertools import repeat
from types import SimpleNamespace
from typing import Any

import pytest

from exercises.filesystem_scheduler.stub.solution import Command
from exercises.filesystem_scheduler.tests.device import DeviceSession
from exercises.filesystem_scheduler.tests.model import Disk
from exercises.filesystem_scheduler.tests.travel import least_travelled, travelled
from exercises.filesystem_scheduler.workloads.disk import (
    Customer,
    DiskSimulation,
    service_ticks,
)
from exercises.filesystem_scheduler.workloads.figures import least_travel

DISK = Disk(60, 8, 6, 15, 2)


class _Fifo:
    """Serves requests in the order in which they come, whatever they want."""

    def __init__(self) -> None:
        self.head = 0
        self.calls: list[tuple[object, ...]] = []
        self._queue: list[Command] = []

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Queue a request."""
        self.calls.append(("submit", now, tag))
        self._queue.append(Command(op, block, count, (tag,)))

    def dispatch(self, now: int) -> Command | None:
        """Return the first one."""
        if not self._queue:
            return None
        command = self._queue.pop(0)
        self.calls.append(("dispatch", now, command.tags[0]))
        self.head = command.block + command.count
        return command

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """Keep a note of it."""
        self.calls.append(("complete", now, tags[0]))


class _Scripted:
    """A scheduler that dispatches prepared commands, for better or worse."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._commands = list(commands)

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the next prepared command."""
        del now, head
        return self._commands.pop(0) if self._commands else None

    def __getattr__(self, name: str) -> Any:
        """Accept every other call; cancels succeed."""
        return lambda *args: name == "cancel" and bool(args)


@pytest.mark.parametrize(
    ("distance", "blocks", "ticks"), [(0, 1, 3), (0, 16, 3), (1, 17, 5), (4000, 8, 4), (4001, 8, 5)]
)
def test_service_takes_settling_seeking_and_transfer(
    distance: int, blocks: int, ticks: int
) -> None:
    """Two ticks, one for each 4000 blocks begun, one for each 16 blocks begun."""
    assert service_ticks(distance, blocks) == ticks


def test_customers_think_and_wait() -> None:
    """Each submits its next request so long after its last was completed; waits are counted."""
    fifo = _Fifo()
    customers = [
        Customer("read", iter([(0, 8), (8, 8)]), think=5),
        Customer("write", iter([(4008, 8)]), arrival=1),
    ]
    record = DiskSimulation(fifo, customers).run(1000)
    assert fifo.calls == [
        *(("submit", 0, 0), ("dispatch", 0, 0), ("submit", 1, 1), ("complete", 3, 0)),
        *(("dispatch", 3, 1), ("complete", 7, 1), ("submit", 8, 2), ("dispatch", 8, 2)),
        ("complete", 13, 2),
    ]
    assert record.read_waits == [3, 5]
    assert (record.ticks, record.commands, record.blocks) == (13, 3, 24)
    assert record.seek_blocks == 4000 + 4008


def test_a_simulation_ends_in_time() -> None:
    """A customer that never stops is stopped."""
    record = DiskSimulation(_Fifo(), [Customer("read", repeat((0, 8)))]).run(30)
    assert 30 <= record.ticks <= 33


@pytest.mark.parametrize("head", [0, 4, 17, 30, 50])
def test_the_shortest_way_over_points_is_to_the_nearer_end_first(head: int) -> None:
    """The formula agrees with all orders, if requests are points."""
    points = [4, 9, 21, 30]
    assert least_travel(head, points) == least_travelled(head, [(point, 0) for point in points])


def test_travel_counts_from_the_end_of_each_transfer() -> None:
    """The head is behind the last block that was transferred."""
    assert travelled(10, [(12, 3), (15, 1), (10, 1)]) == 2 + 0 + 6


def _device(*commands: Command) -> DeviceSession:
    submission = SimpleNamespace(FilesystemScheduler=lambda *_: _Scripted(commands))
    return DeviceSession(submission, DISK, head=0)


def test_a_read_must_return_the_last_write_before_it() -> None:
    """A command out of order is executed, and its read found wrong."""
    session = _device(Command("read", 4, 2, (1,)), Command("write", 5, 1, (0,)))
    session.submit(0, 0, "write", 5, 1)
    session.submit(0, 1, "read", 4, 2)
    session.dispatch(0)
    with pytest.raises(AssertionError, match="for block 5, the data of no write"):
        session.complete(0, (1,))


def test_a_read_in_flight_sees_what_is_executed_before_it() -> None:
    """A later write that is executed first spoils it; executed last it does not."""
    write, read = Command("write", 5, 1, (1,)), Command("read", 5, 1, (0,))
    for order, is_right in (((0, 1), True), ((1, 0), False)):
        session = _device(read, write)
        session.submit(0, 0, "read", 5, 1)
        session.submit(0, 1, "write", 5, 1)
        session.dispatch(0)
        session.dispatch(0)
        for tag in order:
            session.execute((tag,))
        if is_right:
            session.complete(0, (0,))
        else:
            with pytest.raises(AssertionError, match="request 1"):
                session.complete(0, (0,))


def test_the_disk_must_hold_the_last_writes_that_were_not_cancelled() -> None:
    """A cancelled write is no write; two that change places are found at the end."""
    session = _device(Command("write", 5, 1, (1,)), Command("write", 5, 1, (0,)))
    session.submit(0, 0, "write", 5, 1)
    session.submit(0, 1, "write", 5, 1)
    session.submit(0, 2, "write", 5, 1)
    session.cancel(0, 2)
    session.dispatch(0)
    session.complete(0, (1,))
    session.check_content()
    session.dispatch(0)
    session.complete(0, (0,))
    with pytest.raises(AssertionError, match="block 5 holds the data of request 0"):
        session.check_content()
