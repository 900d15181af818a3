"""A deadline elevator: upward sweeps, reads first, merging on both sides, budgets for who may wait.

A request is ready once its epoch (the requests between two barriers) is the oldest one and no
unfinished request submitted before it conflicts. Ready requests stand in one index for each op,
ordered by block, and in a heap by deadline. The budgets are those of Linux' mq-deadline made exact:
see the handout, rules 6 and 7.
"""

import heapq
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """One transfer for the device, and the requests it serves."""

    op: str
    block: int
    count: int
    tags: tuple[int, ...]


class UnknownTag(Exception):  # noqa: N818  (the name is the interface)
    """The tag names no unfinished request."""


class TagStateError(Exception):
    """The tag is in use, or the tags are not exactly one command in flight."""


@dataclass(slots=True, eq=False)
class _Request:
    """An unfinished request; ready if it has no blockers and ``epoch`` is the oldest."""

    number: int
    tag: int
    op: str
    block: int
    end: int
    deadline: int
    epoch: "_Index"
    blockers: "dict[int, _Request]" = field(default_factory=dict)
    followers: "list[_Request]" = field(default_factory=list)
    is_ready: bool = False
    is_urgent: bool = False
    """A read waits for it."""
    stamp: int | None = None
    """The count of passes when it was found overdue; None before."""

    def conflicts(self, other: "_Request") -> bool:
        """Return whether the order of the two matters."""
        overlap = self.block < other.end and other.block < self.end
        return overlap and "write" in (self.op, other.op)


class _Index:
    """Requests by first block."""

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, _Request]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[_Request]:
        return (row[2] for row in self._rows)

    def add(self, request: _Request) -> None:
        """Insert a request."""
        insort(self._rows, (request.block, request.number, request))

    def remove(self, request: _Request) -> None:
        """Take a request out."""
        del self._rows[bisect_left(self._rows, (request.block, request.number))]

    def between(self, low: int, high: int) -> list[_Request]:
        """Return the requests that begin in [low, high), by block."""
        rows = self._rows
        return [row[2] for row in rows[bisect_left(rows, (low,)) : bisect_left(rows, (high,))]]

    def next_from(self, block: int) -> _Request:
        """Return the first request that begins at ``block`` or above, else the lowest of all."""
        place = bisect_left(self._rows, (block,))
        return self._rows[place % len(self._rows)][2]


class _Overdue:
    """Ready requests whose deadline has come; counts the commands that pass over them.

    A command passes over every request whose deadline is before those of all its members. Whoever is
    due first is passed over by each of these commands, so one count, and where it stood when each
    request came, is an upper bound for all.
    """

    def __init__(self) -> None:
        self._rows: list[tuple[int, int, _Request]] = []
        self._arrivals: deque[tuple[int, _Request]] = deque()
        self._passes = 0

    def __bool__(self) -> bool:
        return bool(self._rows)

    def add(self, request: _Request) -> None:
        """Take a request that is ready and overdue."""
        request.stamp = self._passes
        insort(self._rows, (request.deadline, request.number, request))
        self._arrivals.append((self._passes, request))

    def remove(self, request: _Request) -> None:
        """Take a request out."""
        request.stamp = None
        del self._rows[bisect_left(self._rows, (request.deadline, request.number))]

    def first(self) -> _Request:
        """Return the request that is due first."""
        return self._rows[0][2]

    def most_passes(self) -> int:
        """Return how often the one that was passed over most has been, at most."""
        while self._arrivals and self._arrivals[0][1].stamp != self._arrivals[0][0]:
            self._arrivals.popleft()
        return self._passes - self._arrivals[0][0] if self._rows else 0

    def count(self, deadline: int) -> None:
        """Count a command whose first deadline is this one; its members are out already."""
        if self._rows and deadline > self._rows[0][0]:
            self._passes += 1


class FilesystemScheduler:
    """Queues requests for one disk and hands them out as commands."""

    def __init__(
        self, blocks: int, max_blocks: int, read_expire: int, write_expire: int, batch: int
    ) -> None:
        if min(blocks, max_blocks, read_expire, write_expire, batch) < 1:
            raise ValueError("every parameter is at least 1")
        self._blocks = blocks
        self._max_blocks = max_blocks
        self._expire = {"read": read_expire, "write": write_expire}
        self._batch = batch
        self._now = 0
        self._submitted = 0
        self._unfinished: dict[int, _Request] = {}
        self._flights: dict[tuple[int, ...], list[_Request]] = {}
        self._in_flight: set[int] = set()
        self._epochs = deque([_Index()])
        self._ready = {"read": _Index(), "write": _Index()}
        self._deadlines: list[tuple[int, int, _Request]] = []
        self._overdue = _Overdue()
        self._urgent: dict[int, _Request] = {}
        self._run = 0
        """Writes in a row, none overdue, while a read was ready."""
        self._owed = 0
        """Reads dispatched before a write that was ready, less writes since."""
        self._is_draining = False

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Queue a request for [block, block + count)."""
        self._check(now)
        if op not in self._expire or not 1 <= count <= self._max_blocks:
            raise ValueError(f"no request: {op!r} of {count} blocks")
        if block < 0 or block + count > self._blocks:
            raise ValueError(f"blocks {block} to {block + count - 1} are not on the disk")
        if tag in self._unfinished:
            raise TagStateError(f"tag {tag} is in use")
        self._now = now
        self._submitted += 1
        epoch = self._epochs[-1]
        deadline = now + self._expire[op]
        request = _Request(self._submitted, tag, op, block, block + count, deadline, epoch)
        for other in epoch.between(block - self._max_blocks + 1, block + count):
            if request.conflicts(other):
                request.blockers[other.number] = other
                other.followers.append(request)
        epoch.add(request)
        self._unfinished[tag] = request
        if op == "read":
            self._hurry(request.blockers.values())
        self._queue(request)

    def barrier(self, now: int) -> None:
        """Begin a new epoch, unless the present one is empty."""
        self._check(now)
        self._now = now
        if self._epochs[-1]:
            self._epochs.append(_Index())

    def cancel(self, now: int, tag: int) -> bool:
        """Forget a queued request."""
        self._check(now)
        if tag not in self._unfinished:
            raise UnknownTag(f"tag {tag}")
        self._now = now
        if tag in self._in_flight:
            return False
        request = self._unfinished[tag]
        self._unqueue(request)
        self._finish(request)
        return True

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the next command, None if no request is ready."""
        self._check(now)
        if not 0 <= head <= self._blocks:
            raise ValueError(f"the head can not be at {head}")
        self._now = now
        self._age()
        reads, writes = self._ready["read"], self._ready["write"]
        if not reads and not writes:
            return None
        members = self._merge(self._choose(head))
        is_late = any(member.stamp is not None for member in members)
        op, reader_waits = members[0].op, bool(reads)
        for member in members:
            self._unqueue(member)
        self._overdue.count(min(member.deadline for member in members))
        self._keep_books(op, reader_waits=reader_waits, is_late=is_late)
        block = min(member.block for member in members)
        count = max(member.end for member in members) - block
        command = Command(op, block, count, tuple(member.tag for member in members))
        self._flights[command.tags] = members
        self._in_flight.update(command.tags)
        return command

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """End a command; what waited for its members may become ready."""
        for member in self._land(now, tags):
            self._finish(member)

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Make the members of a refused command ready again; place and deadline are kept."""
        for member in self._land(now, tags):
            self._queue(member)

    def pending(self) -> tuple[int, int]:
        """Return how many requests are queued and in flight."""
        return len(self._unfinished) - len(self._in_flight), len(self._in_flight)

    def _check(self, now: int) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")

    def _land(self, now: int, tags: tuple[int, ...]) -> list[_Request]:
        self._check(now)
        if tuple(tags) not in self._flights:
            raise TagStateError(f"no command in flight has the tags {tags}")
        self._now = now
        self._in_flight.difference_update(tags)
        return self._flights.pop(tuple(tags))

    # Readiness

    def _queue(self, request: _Request) -> None:
        """Make a request ready if nothing stands in its way."""
        if request.blockers or request.epoch is not self._epochs[0]:
            return
        request.is_ready = True
        self._ready[request.op].add(request)
        heapq.heappush(self._deadlines, (request.deadline, request.number, request))
        if request.is_urgent and request.op == "write":
            self._urgent[request.number] = request

    def _unqueue(self, request: _Request) -> None:
        """Take a request out of all that holds ready ones."""
        if request.is_ready:
            request.is_ready = False
            self._ready[request.op].remove(request)
            self._urgent.pop(request.number, None)
            if request.stamp is not None:
                self._overdue.remove(request)

    def _finish(self, request: _Request) -> None:
        """Forget a request; let followers and epochs move up."""
        del self._unfinished[request.tag]
        request.epoch.remove(request)
        for follower in request.followers:
            follower.blockers.pop(request.number)
            if self._unfinished.get(follower.tag) is follower:
                self._queue(follower)
        while not self._epochs[0] and len(self._epochs) > 1:
            self._epochs.popleft()
            for waiting in self._epochs[0]:
                self._queue(waiting)

    def _hurry(self, blockers: Iterable[_Request]) -> None:
        """Lend the urgency of a read to what it waits for, and to what that waits for."""
        waiting = list(blockers)
        while waiting:
            request = waiting.pop()
            if request.is_urgent:
                continue
            request.is_urgent = True
            if request.is_ready and request.op == "write":
                self._urgent[request.number] = request
            waiting.extend(request.blockers.values())

    # Policy

    def _age(self) -> None:
        """Move ready requests whose deadline has come to those that are overdue."""
        while self._deadlines and self._deadlines[0][0] <= self._now:
            request = heapq.heappop(self._deadlines)[2]
            if request.is_ready and request.stamp is None:
                self._overdue.add(request)

    def _choose(self, head: int) -> _Request:
        """Return the request that the next command is built around."""
        reads, writes = self._ready["read"], self._ready["write"]
        if self._overdue.most_passes() >= self._batch:
            return self._overdue.first()
        may_write = not reads or self._run < self._batch
        if self._urgent and may_write:
            return next(iter(self._urgent.values()))
        writes_turn = not reads or (self._is_draining and may_write)
        return (writes if writes and writes_turn else reads).next_from(head)

    def _keep_books(self, op: str, *, reader_waits: bool, is_late: bool) -> None:
        """Count who waits for whom: reads go first, but each batch of them owes one of writes."""
        if op == "read" or not reader_waits:
            self._run = 0
        elif not is_late:
            self._run += 1
        if op == "write":
            self._owed = max(0, self._owed - 1)
        elif self._ready["write"]:
            self._owed += 1
        if self._owed >= self._batch:
            self._is_draining = True
        elif self._owed == 0:
            self._is_draining = False

    def _merge(self, first: _Request) -> list[_Request]:
        """Return a request with its ready neighbours of the same op, as far as a command reaches."""
        low, high = first.block, first.end
        chosen = {first.number: first}
        index = self._ready[first.op]
        for other in reversed(index.between(high - self._max_blocks, low)):
            if other.end >= low and max(other.end, high) - other.block <= self._max_blocks:
                low, high = other.block, max(other.end, high)
                chosen[other.number] = other
        for other in index.between(low, low + self._max_blocks):
            if other.block <= high and other.end <= low + self._max_blocks:
                high = max(other.end, high)
                chosen[other.number] = other
        return list(chosen.values())
