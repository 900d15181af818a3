"""The oracle's state: what runs where, what is held until when, what has become of each request.

It never chooses a placement: it says what is wrong with the one that the solution chose, and follows
it. What a call must do in this state is said by ``rules``.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.workloads.need import need

Placement = tuple[int, ...]


class Phase(Enum):
    """What has become of a request that was seen."""

    HELD = auto()
    COMMITTED = auto()
    DEAD = auto()


@dataclass(slots=True)
class Request:
    """A request; one that was aborted before it was prepared has no machine."""

    phase: Phase
    machine: Machine | None = None
    lease: int = 0
    placement: Placement = ()
    ends: int = 0
    """The first tick at which it is dead if nothing else happens."""
    aborted_at: int | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A machine and the processors of its virtual processors."""

    machine: Machine
    placement: Placement


class Model:
    """The state that the rules prescribe, given the placements that the solution chose.

    Attributes:
        now: Of the latest call.
        accepted_at: ``now`` of the latest call that succeeded: earlier ones must be refused.
    """

    def __init__(self, nodes: Sequence[int]) -> None:
        self.nodes = tuple(nodes)
        self.processors = sum(nodes)
        self.now = self.accepted_at = 0
        self.running: dict[str, Placed] = {}
        self.requests: dict[str, Request] = {}

    # What is so

    def held(self) -> Iterator[tuple[str, Request]]:
        """Yield the requests whose placement is held, by name."""
        for name, request in self.requests.items():
            if request.phase is Phase.HELD:
                yield name, request

    def holder(self, machine_name: str) -> str | None:
        """Return the request that holds a machine of this name."""
        for name, request in self.held():
            if request.machine is not None and request.machine.name == machine_name:
                return name
        return None

    def occupants(self) -> Iterator[Placed]:
        """Yield all that reserves: running and held."""
        yield from self.running.values()
        for _, request in self.held():
            if request.machine is not None:
                yield Placed(request.machine, request.placement)

    def unreserved(self) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        left = [UNIT] * self.processors
        for placed in self.occupants():
            for processor in placed.placement:
                left[processor] -= need(placed.machine)
        return left

    def next_end(self) -> int | None:
        """Return the first tick at which some lease ends."""
        return min((request.ends for _, request in self.held()), default=None)

    def placement_fault(self, machine: Machine, placement: Sequence[int]) -> str | None:
        """Say what rule R3 has against a placement."""
        count = machine.virtual_processors
        if len(placement) != count:
            return f"the machine has {count} virtual processors"
        outside = [number for number in placement if not 0 <= number < self.processors]
        if outside:
            return f"processors are numbered 0 to {self.processors - 1}"
        (most, times), *_ = Counter(placement).most_common()
        if times > 1:
            return f"{times} of its virtual processors share processor {most}"
        unreserved = self.unreserved()
        full = [number for number in placement if unreserved[number] < need(machine)]
        if full:
            return (
                f"processor {full[0]} has {unreserved[full[0]]} unreserved, and each virtual"
                f" processor needs {need(machine)}"
            )
        return None

    def describe(self) -> str:
        """Return who reserves what, for the student."""
        texts = [
            f"{name} runs on {list(placed.placement)} with {need(placed.machine)} each"
            for name, placed in self.running.items()
        ]
        for name, request in self.held():
            if request.machine is not None:
                texts.append(
                    f"{request.machine.name} is held by {name} on {list(request.placement)} with"
                    f" {need(request.machine)} each until {request.ends}"
                )
        texts += [
            self.fate(name)
            for name, request in self.requests.items()
            if request.phase is Phase.DEAD
        ]
        return "; ".join(texts) or "nothing runs and nothing is held"

    def fate(self, name: str) -> str:
        """Say how a dead request died."""
        request = self.requests[name]
        if request.aborted_at is None:
            return f"the lease of {name} ended at {request.ends}"
        early = "" if request.machine else ", before it was prepared"
        return f"{name} was aborted at {request.aborted_at}{early}"

    # What happens

    def reach(self, now: int) -> None:
        """Let time pass; leases end whether anybody asks or not (R5)."""
        self.now = now
        for _, request in list(self.held()):
            if now >= request.ends:
                request.phase = Phase.DEAD

    def accepted(self) -> None:
        """Note that the call at ``now`` succeeded."""
        self.accepted_at = self.now

    def run(self, machine: Machine, placement: Sequence[int]) -> None:
        """Make a machine run."""
        self.running[machine.name] = Placed(machine, tuple(placement))

    def hold(self, name: str, machine: Machine, lease: int, placement: Sequence[int]) -> None:
        """Hold a placement under a request that is not known yet."""
        self.requests[name] = Request(
            Phase.HELD, machine, lease, tuple(placement), self.now + lease
        )

    def commit(self, name: str) -> None:
        """Make a held machine run; nothing happens in any other phase."""
        request = self.requests[name]
        if request.phase is Phase.HELD and request.machine is not None:
            request.phase = Phase.COMMITTED
            self.run(request.machine, request.placement)

    def abort(self, name: str) -> None:
        """Let a request die, known or not."""
        request = self.requests.setdefault(name, Request(Phase.HELD))
        if request.phase is Phase.HELD:
            request.phase, request.aborted_at = Phase.DEAD, self.now
