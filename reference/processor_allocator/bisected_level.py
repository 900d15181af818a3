"""No state but records: who is held is computed from them, and the level is found by bisection.

Nothing ends by a timer: a request that was held is looked at with the present ``now``. What is
reserved is added up whenever somebody asks. Placement: the node with most room, there the processors
with most room.
"""

from collections.abc import Iterator
from dataclasses import dataclass

UNIT = 1000
SCALE = 1 << 60
"""Levels are integers in so many parts of a milli-processor a share: finer than any two ratios."""


@dataclass(frozen=True)
class Machine:
    """What somebody wants to run."""

    name: str
    virtual_processors: int
    reservation: int
    limit: int
    shares: int


class CapacityError(Exception):
    """Too few processors with enough unreserved capacity."""


class LeaseExpired(Exception):  # noqa: N818  (the name is the interface)
    """The request is dead: aborted or expired."""


class UnknownName(LookupError):  # noqa: N818  (the name is the interface)
    """No such running machine, or no such request."""


@dataclass
class Record:
    """A machine that was placed: for good, or until a tick."""

    machine: Machine
    processors: list[int]
    lease: int = 0
    ends: int | None = None
    committed: bool = False
    gone: bool = False
    """Removed, or aborted."""

    def reserves(self, now: int) -> bool:
        """Return whether it runs or is held."""
        return not self.gone and (self.committed or self.ends is None or now < self.ends)

    def runs(self) -> bool:
        """Return whether it runs."""
        return not self.gone and (self.committed or self.ends is None)


class ProcessorAllocator:
    """Placement, admission and division of the processors of one host."""

    def __init__(self, nodes: list[int]) -> None:
        if len(nodes) == 0 or any(count < 1 for count in nodes):
            raise ValueError("a host has at least one node, a node at least one processor")
        self._node = [index for index, count in enumerate(nodes) for _ in range(count)]
        self._now = 0
        self._placed: list[Record] = []
        self._requests: dict[str, Record | None] = {}

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine at once."""
        self._check_time(now)
        record = Record(machine, self._find(now, machine))
        return self._keep(now, record)

    def remove(self, now: int, name: str) -> None:
        """Stop a running machine."""
        self._check_time(now)
        self._runner(name).gone = True
        self._now = now

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement until ``now + lease``."""
        self._check_time(now)
        if request in self._requests:
            record = self._living(now, request)
            if record.machine != machine or record.lease != lease:
                raise ValueError(f"{request} was another machine or lease")
            self._now = now
            return list(record.processors)
        if lease < 1:
            raise ValueError("a lease has at least one tick")
        record = Record(machine, self._find(now, machine), lease, now + lease)
        self._requests[request] = record
        return self._keep(now, record)

    def commit(self, now: int, request: str) -> list[int]:
        """Make the held machine run."""
        self._check_time(now)
        if request not in self._requests:
            raise UnknownName(request)
        record = self._living(now, request)
        record.committed = True
        self._now = now
        return list(record.processors)

    def abort(self, now: int, request: str) -> None:
        """Drop the held placement, or leave a tombstone."""
        self._check_time(now)
        record = self._requests.get(request)
        if record is not None and record.committed:
            raise ValueError(f"{request} is committed")
        if record is not None:
            record.gone = True
        self._requests[request] = None
        self._now = now

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Return each machine's weighted max-min share, in integers."""
        self._check_time(now)
        runners = {record.machine.name: record.machine for record in self._placed if record.runs()}
        wants = {}
        for name, demand in demands.items():
            if name not in runners:
                raise UnknownName(name)
            if demand < 0:
                raise ValueError(f"{name} demands less than nothing")
            machine = runners[name]
            floor, ceiling = min(machine.reservation, demand), min(machine.limit, demand)
            wants[name] = (floor, ceiling, machine.shares)
        self._now = now
        return divided(wants, UNIT * len(self._node))

    def free(self, now: int) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        self._check_time(now)
        self._now = now
        return self._free(now)

    def _check_time(self, now: int) -> None:
        if now < self._now:
            raise ValueError(f"now was {self._now} before")

    def _free(self, now: int) -> list[int]:
        left = [UNIT] * len(self._node)
        for record in self._reserving(now):
            for processor in record.processors:
                left[processor] -= _need(record.machine)
        return left

    def _reserving(self, now: int) -> Iterator[Record]:
        return (record for record in self._placed if record.reserves(now))

    def _living(self, now: int, request: str) -> Record:
        """Return what was prepared or committed, whether the machine still runs or not."""
        record = self._requests[request]
        if record is None or not (record.committed or record.reserves(now)):
            raise LeaseExpired(request)
        return record

    def _runner(self, name: str) -> Record:
        for record in self._placed:
            if record.machine.name == name and record.runs():
                return record
        raise UnknownName(name)

    def _keep(self, now: int, record: Record) -> list[int]:
        self._placed = [*self._reserving(now), record]
        self._now = now
        return list(record.processors)

    def _find(self, now: int, machine: Machine) -> list[int]:
        _check(machine)
        if any(record.machine.name == machine.name for record in self._reserving(now)):
            raise ValueError(f"{machine.name} is running or held")
        left = self._free(now)
        fitting = [p for p in range(len(left)) if left[p] >= _need(machine)]
        if len(fitting) < machine.virtual_processors:
            raise CapacityError(machine.name)
        in_node: dict[int, list[int]] = {}
        for processor in sorted(fitting, key=lambda p: -left[p]):
            in_node.setdefault(self._node[processor], []).append(processor)
        enough = [ps for ps in in_node.values() if len(ps) >= machine.virtual_processors]
        room = {id(ps): sum(left[p] for p in ps) for ps in in_node.values()}
        order = sorted(
            enough or in_node.values(), key=lambda ps: (-len(ps) * (not enough), -room[id(ps)])
        )
        return [p for ps in order for p in ps][: machine.virtual_processors]


def _need(machine: Machine) -> int:
    return (machine.reservation + machine.virtual_processors - 1) // machine.virtual_processors


def _check(machine: Machine) -> None:
    if machine.virtual_processors < 1 or machine.shares < 1:
        raise ValueError("a machine has a virtual processor and a share")
    if machine.limit < 1 or machine.limit > UNIT * machine.virtual_processors:
        raise ValueError("the limit is out of range")
    if machine.reservation < 0 or machine.reservation > machine.limit:
        raise ValueError("the reservation is out of range")


def divided(wants: dict[str, tuple[int, int, int]], capacity: int) -> dict[str, int]:
    """Find the highest level that does not give too much; round down, and let the rest go."""
    total = min(capacity, sum(high for _, high, _ in wants.values()))

    def at(level: int) -> dict[str, int]:
        return {
            name: min(high * SCALE, max(low * SCALE, level * weight))
            for name, (low, high, weight) in wants.items()
        }

    below, above = 0, (capacity + 1) * SCALE
    while above - below > 1:
        middle = (below + above) // 2
        if sum(at(middle).values()) <= total * SCALE:
            below = middle
        else:
            above = middle
    exact = at(below)
    given = {name: share // SCALE for name, share in exact.items()}
    rest = total - sum(given.values())
    for name in sorted(exact, key=lambda name: exact[name] % SCALE, reverse=True)[:rest]:
        given[name] += 1
    return given
