"""A sweep in both directions (LOOK); conflicts from a queue at each block.

Every block has the list of the unfinished requests that want it, in order of submission. A request is
ready if its epoch is the oldest and, at each of its blocks, nothing that conflicts stands before it.
Batches of one op as in Linux' mq-deadline; each overdue request counts for itself how often it has
been passed over.
"""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from dataclasses import dataclass


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
    number: int
    tag: int
    op: str
    block: int
    count: int
    epoch: int
    deadline: int
    in_flight: bool = False
    passed: int = 0

    @property
    def end(self) -> int:
        """The first block behind it."""
        return self.block + self.count

    @property
    def key(self) -> tuple[int, int]:
        """Its place in a sweep."""
        return self.block, self.number


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
        self._epoch = 0
        self._requests: dict[int, _Request] = {}
        self._by_number: dict[int, _Request] = {}
        self._lines: defaultdict[int, list[_Request]] = defaultdict(list)
        self._in_epoch: Counter[int] = Counter()
        self._ready: dict[str, list[tuple[int, int]]] = {"read": [], "write": []}
        """(block, number), sorted."""
        self._flights: dict[tuple[int, ...], list[_Request]] = {}
        self._upward = True
        self._op = "read"
        self._left = 0
        """Commands that the present batch may still have."""

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Queue a request for [block, block + count)."""
        self._check(now)
        if op not in self._expire or not 1 <= count <= self._max_blocks:
            raise ValueError(f"no request: {op!r} of {count} blocks")
        if block < 0 or block + count > self._blocks:
            raise ValueError(f"blocks {block} to {block + count - 1} are not on the disk")
        if tag in self._requests:
            raise TagStateError(f"tag {tag} is in use")
        self._now = now
        self._submitted += 1
        deadline = now + self._expire[op]
        request = _Request(self._submitted, tag, op, block, count, self._epoch, deadline)
        self._requests[tag] = self._by_number[request.number] = request
        self._in_epoch[self._epoch] += 1
        for place in range(block, block + count):
            self._lines[place].append(request)
        self._look_at(request)

    def barrier(self, now: int) -> None:
        """Begin a new epoch."""
        self._check(now)
        self._now = now
        self._epoch += 1

    def cancel(self, now: int, tag: int) -> bool:
        """Forget a queued request."""
        self._check(now)
        if tag not in self._requests:
            raise UnknownTag(f"tag {tag}")
        self._now = now
        request = self._requests[tag]
        if request.in_flight:
            return False
        if request.key in self._ready[request.op]:
            self._ready[request.op].remove(request.key)
        self._finish([request])
        return True

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the next command of the sweep, None if no request is ready."""
        self._check(now)
        if not 0 <= head <= self._blocks:
            raise ValueError(f"the head can not be at {head}")
        self._now = now
        if not self._ready["read"] and not self._ready["write"]:
            return None
        members = self._merge(self._choose(head))
        for member in members:
            self._ready[member.op].remove(member.key)
            member.in_flight = True
            member.passed = 0
        earliest = min(member.deadline for member in members)
        for request in self._overdue():
            request.passed += request.deadline < earliest
        block = min(member.block for member in members)
        count = max(member.end for member in members) - block
        command = Command(members[0].op, block, count, tuple(member.tag for member in members))
        self._flights[command.tags] = members
        return command

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """End a command; what waited for its members may become ready."""
        self._finish(self._land(now, tags))

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Make the members of a refused command ready again; they have kept their place."""
        for member in self._land(now, tags):
            member.in_flight = False
            insort(self._ready[member.op], member.key)

    def pending(self) -> tuple[int, int]:
        """Return how many requests are queued and in flight."""
        flying = sum(map(len, self._flights.values()))
        return len(self._requests) - flying, flying

    def _check(self, now: int) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")

    def _land(self, now: int, tags: tuple[int, ...]) -> list[_Request]:
        self._check(now)
        if tuple(tags) not in self._flights:
            raise TagStateError(f"no command in flight has the tags {tags}")
        self._now = now
        return self._flights.pop(tuple(tags))

    # Readiness

    def _look_at(self, request: _Request) -> None:
        """Make a request ready if it is; it must not be ready or in flight yet."""
        if any(self._in_epoch[epoch] for epoch in self._in_epoch if epoch < request.epoch):
            return
        for place in range(request.block, request.end):
            for other in self._lines[place]:
                if other is request:
                    break
                if "write" in (request.op, other.op):
                    return
        insort(self._ready[request.op], request.key)

    def _finish(self, requests: list[_Request]) -> None:
        """Forget requests, and look at all that may have waited for them."""
        touched: dict[int, _Request] = {}
        epoch_ended = False
        for request in requests:
            del self._requests[request.tag], self._by_number[request.number]
            for place in range(request.block, request.end):
                self._lines[place].remove(request)
                touched |= {other.number: other for other in self._lines[place]}
            self._in_epoch[request.epoch] -= 1
            if not self._in_epoch[request.epoch]:
                del self._in_epoch[request.epoch]
                epoch_ended = True
        waiting = self._by_number if epoch_ended else touched
        for number in sorted(waiting):
            other = waiting[number]
            known = other.in_flight or number not in self._by_number
            if not known and not self._is_ready(other):
                self._look_at(other)

    def _is_ready(self, request: _Request) -> bool:
        rows = self._ready[request.op]
        place = bisect_left(rows, request.key)
        return place < len(rows) and rows[place] == request.key

    # Policy

    def _overdue(self) -> list[_Request]:
        return [
            request
            for request in self._requests.values()
            if request.deadline <= self._now and not request.in_flight and self._is_ready(request)
        ]

    def _choose(self, head: int) -> _Request:
        """Go on with a batch, begin one, or serve who has been passed over as often as may be."""
        overdue = self._overdue()
        if any(request.passed >= self._batch for request in overdue):
            return min(overdue, key=lambda request: (request.deadline, abs(request.block - head)))
        if not self._left or not self._ready[self._op]:
            other = "write" if self._op == "read" else "read"
            self._op = other if self._ready[other] else self._op
            self._left = self._batch
        self._left -= 1
        return self._next_in_sweep(self._ready[self._op], head)

    def _next_in_sweep(self, rows: list[tuple[int, int]], head: int) -> _Request:
        place = bisect_left(rows, (head,))
        if self._upward and place == len(rows):
            self._upward = False
        elif not self._upward and place == 0:
            self._upward = True
        return self._by_number[rows[place if self._upward else place - 1][1]]

    def _merge(self, first: _Request) -> list[_Request]:
        rows = self._ready[first.op]
        members, low, high = [first], first.block, first.end
        start = bisect_left(rows, (first.block - self._max_blocks,))
        stop = bisect_left(rows, (first.block + self._max_blocks + 1,))
        near = [self._by_number[number] for _, number in rows[start:stop]]
        for other in [*near, *reversed(near)]:
            touches = other.block <= high and other.end >= low
            fits = max(high, other.end) - min(low, other.block) <= self._max_blocks
            if touches and fits and other not in members:
                members.append(other)
                low, high = min(low, other.block), max(high, other.end)
        return members
