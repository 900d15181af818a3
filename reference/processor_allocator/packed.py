"""Packed tightly, levels by a heap, requests as states in dicts of their own.

Placement: the node with least room that fits, there the processors with least room (best fit). The
water level rises from one break point to the next, which a heap knows. Leases lie in buckets by the
tick at which they end.
"""

import heapq
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

UNIT = 1000


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


@dataclass(frozen=True)
class Promise:
    """What was answered to a first prepare, for ever."""

    machine: Machine
    lease: int
    processors: tuple[int, ...]


def need_of(machine: Machine) -> int:
    """Return what each virtual processor reserves."""
    return -(-machine.reservation // machine.virtual_processors)


class ProcessorAllocator:
    """Placement, admission and division of the processors of one host."""

    def __init__(self, nodes: list[int]) -> None:
        if not nodes or any(count <= 0 for count in nodes):
            raise ValueError("a host has at least one node, a node at least one processor")
        self._nodes: list[list[int]] = []
        first = 0
        for count in nodes:
            self._nodes.append(list(range(first, first + count)))
            first += count
        self._left = dict.fromkeys(range(first), UNIT)
        self._time = 0
        self._running: dict[str, Promise] = {}
        self._held: dict[str, Promise] = {}
        self._committed: dict[str, Promise] = {}
        self._dead: set[str] = set()
        self._ending: defaultdict[int, list[str]] = defaultdict(list)

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine at once."""
        self._advance(now)
        promise = self._promise(machine, 0)
        self._running[machine.name] = promise
        self._time = now
        return list(promise.processors)

    def remove(self, now: int, name: str) -> None:
        """Stop a running machine."""
        self._advance(now)
        if name not in self._running:
            raise UnknownName(f"{name} is not running")
        self._give_back(self._running.pop(name))
        self._time = now

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement until ``now + lease``."""
        self._advance(now)
        if request in self._dead:
            raise LeaseExpired(request)
        promise = self._held.get(request) or self._committed.get(request)
        if promise is None:
            if lease < 1:
                raise ValueError(f"a lease of {lease} ticks")
            promise = self._held[request] = self._promise(machine, lease)
            self._ending[now + lease].append(request)
        elif (promise.machine, promise.lease) != (machine, lease):
            raise ValueError(f"{request} was promised something else")
        self._time = now
        return list(promise.processors)

    def commit(self, now: int, request: str) -> list[int]:
        """Make the held machine run."""
        self._advance(now)
        if request in self._dead:
            raise LeaseExpired(request)
        if request in self._held:
            promise = self._held.pop(request)
            self._committed[request] = self._running[promise.machine.name] = promise
        if request not in self._committed:
            raise UnknownName(request)
        self._time = now
        return list(self._committed[request].processors)

    def abort(self, now: int, request: str) -> None:
        """Drop the held placement, or leave a tombstone."""
        self._advance(now)
        if request in self._committed:
            raise ValueError(f"{request} is committed")
        self._kill(request)
        self._time = now

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Return each machine's weighted max-min share, in integers."""
        self._advance(now)
        for name, demand in demands.items():
            if name not in self._running:
                raise UnknownName(f"{name} is not running")
            if demand < 0:
                raise ValueError(f"{name} demands {demand}")
        self._time = now
        machines = {name: self._running[name].machine for name in demands}
        floors = {name: min(machines[name].reservation, demands[name]) for name in demands}
        ceilings = {name: min(machines[name].limit, demands[name]) for name in demands}
        total = min(UNIT * len(self._left), sum(ceilings.values()))
        level = rise(floors, ceilings, machines, total)
        shares = {
            name: min(Fraction(ceilings[name]), max(Fraction(floors[name]), level * one.shares))
            for name, one in machines.items()
        }
        # Walk along the sum of the exact shares and cut it at integers: each gets its part.
        given, before, walked = {}, 0, Fraction(0)
        for name, share in shares.items():
            walked += share
            given[name] = int(walked) - before
            before = int(walked)
        return given

    def free(self, now: int) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        self._advance(now)
        self._time = now
        return list(self._left.values())

    def _advance(self, now: int) -> None:
        if now < self._time:
            raise ValueError(f"now is {now}, and was {self._time}")
        for tick in sorted(tick for tick in self._ending if tick <= now):
            for request in self._ending.pop(tick):
                if request in self._held:
                    self._kill(request)

    def _kill(self, request: str) -> None:
        self._dead.add(request)
        if request in self._held:
            self._give_back(self._held.pop(request))

    def _promise(self, machine: Machine, lease: int) -> Promise:
        """Check a machine that is new, find its processors, and reserve them."""
        self._check(machine)
        count, need = machine.virtual_processors, need_of(machine)
        fitting = [[p for p in node if self._left[p] >= need] for node in self._nodes]
        if sum(len(found) for found in fitting) < count:
            raise CapacityError(f"{machine.name} does not fit")
        room = [sum(self._left[p] for p in node) for node in self._nodes]
        order = sorted(range(len(room)), key=lambda i: (len(fitting[i]) < count, room[i]))
        if len(fitting[order[0]]) < count:
            order.sort(key=lambda i: -len(fitting[i]))
        ranked = [p for i in order for p in sorted(fitting[i], key=self._left.__getitem__)]
        for processor in ranked[:count]:
            self._left[processor] -= need
        return Promise(machine, lease, tuple(ranked[:count]))

    def _check(self, machine: Machine) -> None:
        if machine.virtual_processors < 1 or machine.shares < 1:
            raise ValueError(f"{machine} has nothing to run")
        if not 1 <= machine.limit <= UNIT * machine.virtual_processors:
            raise ValueError(f"{machine} has a bad limit")
        if not 0 <= machine.reservation <= machine.limit:
            raise ValueError(f"{machine} has a bad reservation")
        held = {promise.machine.name for promise in self._held.values()}
        if machine.name in self._running or machine.name in held:
            raise ValueError(f"{machine.name} is taken")

    def _give_back(self, promise: Promise) -> None:
        for processor in promise.processors:
            self._left[processor] += need_of(promise.machine)


def rise(
    floors: dict[str, int], ceilings: dict[str, int], machines: dict[str, Machine], total: int
) -> Fraction:
    """Let the water rise until the total is given: from one break point to the next."""
    points = []
    for name, machine in machines.items():
        points.append((Fraction(floors[name], machine.shares), machine.shares))
        points.append((Fraction(ceilings[name], machine.shares), -machine.shares))
    heapq.heapify(points)
    level, given, slope = Fraction(0), Fraction(sum(floors.values())), 0
    while points:
        point, change = heapq.heappop(points)
        if given + slope * (point - level) >= total and slope:
            return level + (total - given) / slope
        given += slope * (point - level)
        level = point
        slope += change
    return level
