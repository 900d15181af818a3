"""Plays the policy workload, and measures acceptance, locality and delivery (the handout's model)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.workloads.arrivals import NODES, Story, departures
from exercises.processor_allocator.workloads.need import need
from exercises.processor_allocator.workloads.water import Want, fill

NODE_OF = [node for node, count in enumerate(NODES) for _ in range(count)]


def jain_index(parts: Sequence[float]) -> float:
    r"""Return $(\sum y)^2 / (n \sum y^2)$: 1 if all are even, 1/n if one has everything."""
    squares = sum(part * part for part in parts)
    return sum(parts) ** 2 / (len(parts) * squares) if squares else 1.0


class Allocator(Protocol):
    """What a run needs of an allocator."""

    def admit(self, now: int, machine: Machine) -> Sequence[int] | None:
        """Place a machine; None if it is refused."""

    def remove(self, now: int, name: str) -> object:
        """Stop a machine."""


class Pool:
    """One processor as large as all together: a host without edges, to compare with."""

    def __init__(self) -> None:
        self._left = UNIT * len(NODE_OF)
        self._running: dict[str, int] = {}

    def admit(self, now: int, machine: Machine) -> Sequence[int] | None:  # noqa: ARG002 - a pool of time
        """Take what the virtual processors need in sum."""
        total = need(machine) * machine.virtual_processors
        if total > self._left:
            return None
        self._running[machine.name] = total
        self._left -= total
        return [0] * machine.virtual_processors

    def remove(self, now: int, name: str) -> object:  # noqa: ARG002 - a pool of time
        """Give it back."""
        self._left += self._running.pop(name)
        return None


@dataclass(slots=True)
class Tally:
    """Sums over runs.

    Attributes:
        offered: Value of all machines that came: reservation + 100 for each virtual processor.
        accepted: Value of those that were placed.
        wide: Machines of more than one virtual processor that were placed.
        local: Those of them within one node.
        share: What the host could have given as one pool, over all rounds of demands.
        delivered: What was given where the machines sit.
        refusals: How many machines were refused.
        stranded: Unreserved milli-processors that were too small for the machine, over all refusals.
        evenness: Jain's index of what part of its share each machine got, one for each round.
    """

    offered: int = 0
    accepted: int = 0
    wide: int = 0
    local: int = 0
    share: float = 0.0
    delivered: float = 0.0
    refusals: int = 0
    stranded: int = 0
    evenness: list[float] = field(default_factory=list)
    placements: dict[str, tuple[Machine, Sequence[int]]] = field(default_factory=dict)

    @property
    def acceptance(self) -> float:
        """Value placed, as a share of the value offered."""
        return self.accepted / self.offered

    @property
    def locality(self) -> float:
        """Machines within one node, as a share of those that are wide."""
        return self.local / self.wide if self.wide else 0.0

    @property
    def delivery(self) -> float:
        """What pinned machines get of what they would get from one pool."""
        return self.delivered / self.share if self.share else 0.0

    def play(self, allocator: Allocator, story: Story) -> None:
        """Add a run on a fresh allocator."""
        self.placements = {}
        for number, visit in enumerate(story.visits):
            for machine in departures(story.visits, number):
                if machine.name in self.placements:
                    allocator.remove(number, machine.name)
                    del self.placements[machine.name]
            self._arrive(visit.machine, allocator.admit(number, visit.machine))
            if number in story.demands:
                self._divide(story.demands[number])

    def _arrive(self, machine: Machine, placement: Sequence[int] | None) -> None:
        value = machine.reservation + UNIT // 10 * machine.virtual_processors
        self.offered += value
        if placement is None:
            self._refused(machine)
            return
        self.accepted += value
        self.placements[machine.name] = machine, placement
        if machine.virtual_processors > 1:
            self.wide += 1
            self.local += len({NODE_OF[processor] for processor in placement}) == 1

    def _refused(self, machine: Machine) -> None:
        left = [UNIT] * len(NODE_OF)
        for other, placement in self.placements.values():
            for processor in placement:
                left[processor] -= need(other)
        self.refusals += 1
        self.stranded += sum(amount for amount in left if amount < need(machine))

    def _divide(self, demands: Mapping[str, int]) -> None:
        wants = {
            name: _want(machine, demands[name]) for name, (machine, _) in self.placements.items()
        }
        pooled = fill(list(wants.values()), UNIT * len(NODE_OF))
        pinned = self._pinned(wants)
        delivered = list(map(min, pooled, pinned))
        self.share += sum(pooled)
        self.delivered += sum(delivered)
        self.evenness.append(
            jain_index([got / due for got, due in zip(delivered, pooled, strict=True) if due])
        )

    def _pinned(self, wants: Mapping[str, Want]) -> list[float]:
        """Return what each machine gets if every processor divides its own time alone."""
        got = dict.fromkeys(wants, 0.0)
        sitting: list[list[str]] = [[] for _ in NODE_OF]
        parts = {}
        for name, (machine, placement) in self.placements.items():
            parts[name] = Want(*(part / machine.virtual_processors for part in wants[name]))
            for processor in placement:
                sitting[processor].append(name)
        for names in sitting:
            for name, amount in zip(names, fill([parts[n] for n in names], UNIT), strict=True):
                got[name] += amount
        return list(got.values())


def _want(machine: Machine, demand: int) -> Want:
    return Want(min(machine.reservation, demand), min(machine.limit, demand), machine.shares)
