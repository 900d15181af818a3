"""Nearest first, from a plain list; whatever is overdue comes before, in order of deadlines.

Each request counts the earlier unfinished ones that it must wait for; the count is made once, at
submission, by looking at all. Reads go before writes. A command grows from one request as long as
some other one touches it. Simple, correct and O(n) a call.
"""

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
    tag: int
    op: str
    block: int
    end: int
    epoch: int
    deadline: int
    waits_for: int = 0
    """Earlier requests that are unfinished and of an older epoch or in conflict."""
    waiters: "list[_Request]" = field(default_factory=list)
    in_flight: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it may be dispatched."""
        return not self.waits_for and not self.in_flight

    def must_wait_for(self, earlier: "_Request") -> bool:
        """Return whether a request submitted before must be finished first."""
        if earlier.epoch < self.epoch:
            return True
        apart = earlier.end <= self.block or self.end <= earlier.block
        return not apart and "write" in (self.op, earlier.op)


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
        self._now = 0
        self._epoch = 0
        self._requests: dict[int, _Request] = {}
        self._flights: set[tuple[int, ...]] = set()

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
        request = _Request(tag, op, block, block + count, self._epoch, now + self._expire[op])
        for earlier in self._requests.values():
            if request.must_wait_for(earlier):
                earlier.waiters.append(request)
                request.waits_for += 1
        self._requests[tag] = request

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
        if self._requests[tag].in_flight:
            return False
        self._finish(tag)
        return True

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the most pressing command, None if no request is ready."""
        self._check(now)
        if not 0 <= head <= self._blocks:
            raise ValueError(f"the head can not be at {head}")
        self._now = now
        ready = [request for request in self._requests.values() if request.is_ready]
        if not ready:
            return None
        first = min(ready, key=lambda request: self._rank(request, head))
        command = self._grow(first, [request for request in ready if request.op == first.op])
        for tag in command.tags:
            self._requests[tag].in_flight = True
        self._flights.add(command.tags)
        return command

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """End a command; what waited for its members may become ready."""
        self._land(now, tags)
        for tag in tags:
            self._finish(tag)

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Queue the members of a refused command again; they have kept their place."""
        self._land(now, tags)
        for tag in tags:
            self._requests[tag].in_flight = False

    def pending(self) -> tuple[int, int]:
        """Return how many requests are queued and in flight."""
        flying = sum(map(len, self._flights))
        return len(self._requests) - flying, flying

    def _check(self, now: int) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")

    def _land(self, now: int, tags: tuple[int, ...]) -> None:
        self._check(now)
        if tuple(tags) not in self._flights:
            raise TagStateError(f"no command in flight has the tags {tags}")
        self._now = now
        self._flights.remove(tuple(tags))

    def _finish(self, tag: int) -> None:
        for waiter in self._requests.pop(tag).waiters:
            waiter.waits_for -= 1

    def _rank(self, request: _Request, head: int) -> tuple[int, int, int]:
        """Overdue ones by deadline, then reads, then writes; the nearest of each."""
        distance = abs(request.block - head)
        if request.deadline <= self._now:
            return 0, request.deadline, distance
        return (1 if request.op == "read" else 2), distance, 0

    def _grow(self, first: _Request, candidates: list[_Request]) -> Command:
        members = [first]
        low, high = first.block, first.end
        grows = True
        while grows:
            grows = False
            for other in candidates:
                touches = other.block <= high and other.end >= low
                fits = max(high, other.end) - min(low, other.block) <= self._max_blocks
                if touches and fits and other not in members:
                    members.append(other)
                    low, high = min(low, other.block), max(high, other.end)
                    grows = True
        return Command(first.op, low, high - low, tuple(member.tag for member in members))
