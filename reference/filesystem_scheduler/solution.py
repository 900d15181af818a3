"""A deadline elevator: sweeps, batches of reads and writes, merging on both sides, budgets for waiting.

A request is ready once its epoch (the requests between two barriers) is the oldest one and no
unfinished request submitted before it conflicts. Ready requests stand in one index for each op,
ordered by block, and in a heap by deadline. The budgets are those of Linux' mq-deadline made exact:
see the handout, rules 6 and 7.
"""

import heapq
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter


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
    passed: int | None = None
    """How many commands have passed over it since it was found overdue; None before."""

    def conflicts(self, other: "_Request") -> bool:
        """Return whether the order of the two matters."""
        overlap = self.block < other.end and other.block < self.end
        return overlap and "write" in (self.op, other.op)


class _Index:
    """Requests in order of a number, by default the first block."""

    def __init__(self, key: Callable[[_Request], int] = attrgetter("block")) -> None:
        self._key = key
        self._rows: list[tuple[int, int, _Request]] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[_Request]:
        return (row[2] for row in self._rows)

    def add(self, request: _Request) -> None:
        """Insert a request."""
        insort(self._rows, (self._key(request), request.number, request))

    def remove(self, request: _Request) -> None:
        """Take a request out."""
        del self._rows[bisect_left(self._rows, (self._key(request), request.number))]

    def between(self, low: int, high: int) -> list[_Request]:
        """Return the requests with keys in [low, high), in order."""
        rows = self._rows
        return [row[2] for row in rows[bisect_left(rows, (low,)) : bisect_left(rows, (high,))]]

    def beside(self, key: int) -> tuple[_Request | None, _Request | None]:
        """Return the last request below ``key`` and the first that is not below."""
        rows, place = self._rows, bisect_left(self._rows, (key,))
        below = rows[place - 1][2] if place else None
        return below, rows[place][2] if place < len(rows) else None


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
        self._overdue = _Index(attrgetter("deadline"))
        self._urgent: dict[int, _Request] = {}
        self._run = 0
        """Writes in a row, none overdue, while a read was ready."""
        self._op, self._left = "write", 0
        """The present batch, and how many commands it may still have."""
        self._is_upward = True

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
        reader_waits = bool(self._ready["read"])
        if not reader_waits and not self._ready["write"]:
            return None
        members = self._merge(self._choose(head))
        op, deadline = members[0].op, min(member.deadline for member in members)
        for member in members:
            self._unqueue(member)
        for request in self._overdue.between(0, deadline):
            request.passed = (request.passed or 0) + 1
        if op == "read" or not reader_waits:
            self._run = 0
        elif deadline > now:
            self._run += 1
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
            if request.passed is not None:
                request.passed = None
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
            if request.is_ready and request.passed is None:
                request.passed = 0
                self._overdue.add(request)

    def _choose(self, head: int) -> _Request:
        """Return the request that the next command is built around."""
        if any((request.passed or 0) >= self._batch for request in self._overdue):
            return next(iter(self._overdue))
        may_write = not self._ready["read"] or self._run < self._batch
        if self._urgent and may_write:
            return next(iter(self._urgent.values()))
        if not self._left or not self._ready[self._op]:
            other = "write" if self._op == "read" else "read"
            self._op, self._left = (other if self._ready[other] else self._op), self._batch
        if not may_write and self._op == "write":
            self._op, self._left = "read", self._batch
        self._left -= 1
        return self._sweep(self._ready[self._op], head)

    def _sweep(self, index: _Index, head: int) -> _Request:
        """Return the next request in the direction of the sweep; turn at the last one."""
        below, above = index.beside(head)
        self._is_upward = above is not None and (self._is_upward or below is None)
        found = above if self._is_upward else below
        assert found is not None, "an index that is swept is not empty"
        return found

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
