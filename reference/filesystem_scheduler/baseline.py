"""The baseline: first come, first served.

The first request in order of submission that is ready makes a command of its own: nothing is sorted,
nothing is merged, deadlines are not looked at. This is the simple policy that scores are measured from.
"""

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
    tag: int
    op: str
    block: int
    count: int
    epoch: int
    in_flight: bool = False

    def must_wait_for(self, earlier: "_Request") -> bool:
        """Return whether a request submitted before must be finished first."""
        if earlier.epoch < self.epoch:
            return True
        apart = (
            earlier.block + earlier.count <= self.block or self.block + self.count <= earlier.block
        )
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
        self._now = 0
        self._epoch = 0
        self._requests: dict[int, _Request] = {}
        """In order of submission."""

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Queue a request for [block, block + count)."""
        self._check(now)
        if op not in ("read", "write") or not 1 <= count <= self._max_blocks:
            raise ValueError(f"no request: {op!r} of {count} blocks")
        if block < 0 or block + count > self._blocks:
            raise ValueError(f"blocks {block} to {block + count - 1} are not on the disk")
        if tag in self._requests:
            raise TagStateError(f"tag {tag} is in use")
        self._now = now
        self._requests[tag] = _Request(tag, op, block, count, self._epoch)

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
        del self._requests[tag]
        return True

    def dispatch(self, now: int, head: int) -> Command | None:
        """Return the first request that is ready as a command."""
        self._check(now)
        if not 0 <= head <= self._blocks:
            raise ValueError(f"the head can not be at {head}")
        self._now = now
        earlier: list[_Request] = []
        for request in self._requests.values():
            if not request.in_flight and not any(map(request.must_wait_for, earlier)):
                request.in_flight = True
                return Command(request.op, request.block, request.count, (request.tag,))
            earlier.append(request)
        return None

    def complete(self, now: int, tags: tuple[int, ...]) -> None:
        """End a command."""
        self._land(now, tags)
        del self._requests[tags[0]]

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Queue a refused command again, where it was."""
        self._land(now, tags)
        self._requests[tags[0]].in_flight = False

    def pending(self) -> tuple[int, int]:
        """Return how many requests are queued and in flight."""
        flying = sum(request.in_flight for request in self._requests.values())
        return len(self._requests) - flying, flying

    def _check(self, now: int) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")

    def _land(self, now: int, tags: tuple[int, ...]) -> None:
        self._check(now)
        is_command = len(tags) == 1 and tags[0] in self._requests
        if not is_command or not self._requests[tags[0]].in_flight:
            raise TagStateError(f"no command in flight has the tags {tags}")
        self._now = now
