"""The oracle's state: unfinished requests in order of submission, epochs, commands in flight; no policy.

It never chooses a command: it says what is wrong with the one that the solution chose, and follows
it. Every question is answered by looking at all requests: slow, and short enough to check against
the handout. ``rules`` refuses bad calls before they come to the model.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from exercises.filesystem_scheduler.stub.solution import Command


@dataclass(frozen=True, slots=True)
class Disk:
    """What a FilesystemScheduler is made with."""

    blocks: int
    max_blocks: int
    read_expire: int
    write_expire: int
    batch: int


@dataclass(slots=True, eq=False)
class Request:
    """An unfinished request; ``number`` counts submissions.

    Attributes:
        passed_by: The commands that have passed over it (rule 6), by tags; ``budgets`` keeps them.
    """

    number: int
    tag: int
    op: str
    block: int
    count: int
    epoch: int
    submitted_at: int
    deadline: int
    in_flight: bool = False
    passed_by: list[tuple[int, ...]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The first block behind it."""
        return self.block + self.count

    def __str__(self) -> str:
        return f"request {self.tag} ({self.op} {blocks_text(self.block, self.end)})"

    def shares_block(self, other: "Request") -> int | None:
        """Return the first block that both have, or None."""
        first = max(self.block, other.block)
        return first if first < min(self.end, other.end) else None

    def conflicts(self, other: "Request") -> bool:
        """Return whether the order of the two matters."""
        return "write" in (self.op, other.op) and self.shares_block(other) is not None


@dataclass(frozen=True, slots=True)
class CommandFault:
    """What is wrong with a command; a device could execute it all the same if only the order is wrong."""

    text: str
    is_order_only: bool = False


def blocks_text(block: int, end: int) -> str:
    """Name the blocks [block, end)."""
    return f"block {block}" if end == block + 1 else f"blocks {block} to {end - 1}"


class Model:
    """The state that the rules prescribe, given the commands that the solution chose."""

    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.now = 0
        self.epoch = 0
        self.requests: dict[int, Request] = {}
        """Unfinished ones by tag; in order of submission."""
        self.flights: list[tuple[int, ...]] = []
        """The tags of each command in flight, in the order of dispatch."""
        self.submitted = 0

    # What is so

    def queued(self) -> list[Request]:
        """Return the requests that are not in flight."""
        return [request for request in self.requests.values() if not request.in_flight]

    def ready(self) -> list[Request]:
        """Return the queued requests that may be dispatched."""
        return [request for request in self.queued() if self.blocker(request) is None]

    def blocker(self, request: Request) -> Request | None:
        """Return an unfinished request that this one must wait for, or None."""
        for earlier in self.requests.values():
            if earlier.number >= request.number:
                return None
            if earlier.epoch < request.epoch or earlier.conflicts(request):
                return earlier
        return None

    def pending(self) -> tuple[int, int]:
        """Return the right answer of ``pending``."""
        flying = sum(map(len, self.flights))
        return len(self.requests) - flying, flying

    def members(self, tags: Iterable[int]) -> list[Request]:
        """Return the unfinished requests of these tags."""
        return [self.requests[tag] for tag in tags]

    def describe(self, tag: int) -> str:
        """Say what state the request of a tag is in."""
        request = self.requests.get(tag)
        if request is None:
            return f"tag {tag} names no unfinished request"
        return f"{request} is {'in flight' if request.in_flight else 'queued'}"

    def command_fault(self, command: Command | None) -> CommandFault | None:
        """Return what is wrong with an answer of ``dispatch``, or None."""
        if command is None:
            ready = self.ready()
            if not ready:
                return None
            return CommandFault(f"{ready[0]} is ready: nothing stands in its way")
        return self._shape_fault(command) or self._order_fault(command)

    def _shape_fault(self, command: Command) -> CommandFault | None:
        """Return what no device could make sense of."""
        tags = command.tags
        if not tags or len(set(tags)) < len(tags):
            return CommandFault("a command names at least one request, and none twice")
        for tag in tags:
            if tag not in self.requests or self.requests[tag].in_flight:
                return CommandFault(self.describe(tag))
        for member in self.members(tags):
            if member.op != command.op:
                return CommandFault(f"{member} is no {command.op}")
        return self._range_fault(command, self.members(tags))

    def _range_fault(self, command: Command, members: Sequence[Request]) -> CommandFault | None:
        low, high = members[0].block, members[0].block
        for member in sorted(members, key=attrgetter("block")):
            low = min(low, member.block)
            if low < high < member.block:
                gap = blocks_text(high, member.block)
                return CommandFault(f"no request of the command has asked for {gap}")
            high = max(high, member.end)
        if (command.block, command.count) != (low, high - low):
            right = f"block={low}, count={high - low}"
            return CommandFault(f"its requests ask for {blocks_text(low, high)}: {right}")
        if command.count > self.disk.max_blocks:
            return CommandFault(f"a command has at most {self.disk.max_blocks} blocks")
        return None

    def _order_fault(self, command: Command) -> CommandFault | None:
        for member in self.members(command.tags):
            earlier = self.blocker(member)
            if earlier is not None:
                return CommandFault(_order_text(member, earlier), is_order_only=True)
        return None

    # What happens

    def added(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Follow a ``submit``."""
        self.now = now
        self.submitted += 1
        expire = self.disk.read_expire if op == "read" else self.disk.write_expire
        self.requests[tag] = Request(
            self.submitted, tag, op, block, count, self.epoch, now, now + expire
        )

    def fenced(self, now: int) -> None:
        """Follow a ``barrier``."""
        self.now = now
        self.epoch += 1

    def cancelled(self, now: int, tag: int) -> None:
        """Follow a ``cancel`` that answered True."""
        self.now = now
        del self.requests[tag]

    def dispatched(self, now: int, command: Command) -> None:
        """Follow a ``dispatch``."""
        self.now = now
        self.flights.append(tuple(command.tags))
        for member in self.members(command.tags):
            member.in_flight = True

    def completed(self, now: int, tags: tuple[int, ...]) -> None:
        """Follow a ``complete``."""
        self.now = now
        self.flights.remove(tags)
        for tag in tags:
            del self.requests[tag]

    def requeued(self, now: int, tags: tuple[int, ...]) -> None:
        """Follow a ``requeue``."""
        self.now = now
        self.flights.remove(tags)
        for member in self.members(tags):
            member.in_flight = False


def _order_text(member: Request, earlier: Request) -> str:
    """Say why a request must wait for another one, and what would come of it if it did not."""
    state = "in flight, and the device may execute it last" if earlier.in_flight else "queued"
    if earlier.epoch < member.epoch:
        text = (
            f"{earlier} stands before a barrier, {member} behind it, and the first is still {state}"
        )
        if (earlier.op, member.op) == ("write", "write"):
            text += f": after a power cut block {member.block} could be new and block {earlier.block} old"
        return text
    block = member.shares_block(earlier)
    harm = {
        ("write", "read"): f"block {block} would be read before that write, with its old content",
        ("read", "write"): f"block {block} would be overwritten before that read",
        ("write", "write"): f"block {block} would keep the older content",
    }[earlier.op, member.op]
    return f"{member} must wait for {earlier}, submitted before it and still {state}: {harm}"
