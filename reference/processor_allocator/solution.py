"""A processor allocator: cheapest processors of one node, shares by one sweep over break points.

Leases lie in a heap and are dropped on entry to every method. All arithmetic is in integers.
"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, chain

UNIT = 1000
COST_OF_A_WHOLE_PROCESSOR = 2.5
"""In virtual processors that would be sat beside instead."""


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


def need_of(machine: Machine) -> int:
    """Return what each virtual processor reserves, rounded up."""
    return -(-machine.reservation // machine.virtual_processors)


@dataclass
class Request:
    """What has become of a request; without a machine it is a tombstone."""

    state: str
    machine: Machine | None = None
    lease: int = 0
    processors: tuple[int, ...] = ()


class Host:
    """Processors, what is reserved on each, and how many virtual processors sit there."""

    def __init__(self, nodes: list[int]) -> None:
        ends = list(accumulate(nodes))
        self.nodes = [range(end - count, end) for count, end in zip(nodes, ends, strict=True)]
        self.unreserved = [UNIT] * ends[-1]
        self.sitting = [0] * ends[-1]

    def find(self, machine: Machine) -> tuple[int, ...]:
        """Choose the cheapest processors: of one node if any has enough, else of few nodes."""
        count, need = machine.virtual_processors, need_of(machine)
        fitting = [[p for p in node if self.unreserved[p] >= need] for node in self.nodes]
        if sum(map(len, fitting)) < count:
            raise CapacityError(f"fewer than {count} processors have {need} unreserved")
        ranked = [sorted(found, key=self._cost) for found in fitting]
        whole = [found[:count] for found in ranked if len(found) >= count]
        if whole:
            return tuple(min(whole, key=lambda chosen: sum(map(self._cost, chosen))))
        ranked.sort(key=len, reverse=True)
        return tuple(list(chain.from_iterable(ranked))[:count])

    def _cost(self, processor: int) -> float:
        """Return how many are disturbed, and more if a machine could have it all to itself."""
        is_whole = self.unreserved[processor] == UNIT
        return self.sitting[processor] + COST_OF_A_WHOLE_PROCESSOR * is_whole

    def occupy(self, machine: Machine, processors: Iterable[int], sign: int = 1) -> None:
        """Reserve, or give back with the sign -1."""
        for processor in processors:
            self.unreserved[processor] -= sign * need_of(machine)
            self.sitting[processor] += sign


class ProcessorAllocator:
    """Placement, admission and division of the processors of one host."""

    def __init__(self, nodes: list[int]) -> None:
        if not nodes or min(nodes) < 1:
            raise ValueError("a host has at least one node, a node at least one processor")
        self._host = Host(nodes)
        self._clock = 0
        self._running: dict[str, tuple[Machine, tuple[int, ...]]] = {}
        self._held_names: set[str] = set()
        self._requests: dict[str, Request] = {}
        self._leases: list[tuple[int, str]] = []

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine at once."""
        self._enter(now)
        self._check_machine(machine)
        self._check_name(machine.name)
        processors = self._host.find(machine)
        self._host.occupy(machine, processors)
        self._running[machine.name] = machine, processors
        self._clock = now
        return list(processors)

    def remove(self, now: int, name: str) -> None:
        """Stop a running machine."""
        self._enter(now)
        if name not in self._running:
            raise UnknownName(name)
        self._host.occupy(*self._running.pop(name), sign=-1)
        self._clock = now

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement until ``now + lease``."""
        self._enter(now)
        known = self._requests.get(request)
        if known is None:
            self._check_machine(machine)
            if lease < 1:
                raise ValueError("a lease has at least one tick")
            self._check_name(machine.name)
            processors = self._host.find(machine)
            self._host.occupy(machine, processors)
            self._held_names.add(machine.name)
            known = self._requests[request] = Request("held", machine, lease, processors)
            heapq.heappush(self._leases, (now + lease, request))
        elif known.state == "dead":
            raise LeaseExpired(request)
        elif (known.machine, known.lease) != (machine, lease):
            raise ValueError(f"request {request} was made with another machine or lease")
        self._clock = now
        return list(known.processors)

    def commit(self, now: int, request: str) -> list[int]:
        """Make the held machine run."""
        self._enter(now)
        known = self._requests.get(request)
        if known is None:
            raise UnknownName(request)
        if known.state == "dead":
            raise LeaseExpired(request)
        if known.state == "held" and known.machine is not None:
            known.state = "committed"
            self._held_names.remove(known.machine.name)
            self._running[known.machine.name] = known.machine, known.processors
        self._clock = now
        return list(known.processors)

    def abort(self, now: int, request: str) -> None:
        """Drop the held placement, or leave a tombstone."""
        self._enter(now)
        known = self._requests.setdefault(request, Request("dead"))
        if known.state == "committed":
            raise ValueError(f"request {request} is committed")
        self._drop(known)
        self._clock = now

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Return each machine's weighted max-min share, in integers."""
        self._enter(now)
        claims = []
        for name, demand in demands.items():
            if name not in self._running:
                raise UnknownName(name)
            if demand < 0:
                raise ValueError(f"demand {demand} of {name} is negative")
            machine, _ = self._running[name]
            claims.append(
                Claim(min(machine.reservation, demand), min(machine.limit, demand), machine.shares)
            )
        self._clock = now
        total = min(UNIT * len(self._host.unreserved), sum(claim.high for claim in claims))
        return dict(zip(demands, fill(claims, total), strict=True))

    def free(self, now: int) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        self._enter(now)
        self._clock = now
        return list(self._host.unreserved)

    def _enter(self, now: int) -> None:
        if now < self._clock:
            raise ValueError(f"now is {now}, but an earlier call was at {self._clock}")
        while self._leases and self._leases[0][0] <= now:
            _, request = heapq.heappop(self._leases)
            if self._requests[request].state == "held":
                self._drop(self._requests[request])

    def _drop(self, request: Request) -> None:
        if request.state == "held" and request.machine is not None:
            self._host.occupy(request.machine, request.processors, sign=-1)
            self._held_names.remove(request.machine.name)
        request.state = "dead"

    def _check_machine(self, machine: Machine) -> None:
        count, limit = machine.virtual_processors, machine.limit
        if count < 1 or machine.shares < 1 or not 1 <= limit <= UNIT * count:
            raise ValueError(f"{machine} breaks a range")
        if not 0 <= machine.reservation <= limit:
            raise ValueError(f"{machine} reserves less than nothing or more than its limit")

    def _check_name(self, name: str) -> None:
        if name in self._running or name in self._held_names:
            raise ValueError(f"{name} is running or held")


@dataclass(frozen=True)
class Claim:
    """What a machine must get, may get, and its weight."""

    low: int
    high: int
    weight: int


def fill(claims: list[Claim], total: int) -> list[int]:
    """Divide ``total`` by water-filling; what fractions leave over goes to the largest of them."""
    if total == sum(claim.high for claim in claims):
        return [claim.high for claim in claims]
    numerator, denominator = level(claims, total)
    given, fractions = [], []
    for index, claim in enumerate(claims):
        whole, fraction = divmod(numerator * claim.weight, denominator)
        given.append(min(claim.high, max(claim.low, whole)))
        if claim.low <= whole < claim.high and fraction:
            fractions.append((-fraction, index))
    for _, index in sorted(fractions)[: total - sum(given)]:
        given[index] += 1
    return given


def level(claims: list[Claim], total: int) -> tuple[int, int]:
    """Return the level at which the claims take ``total``, as a fraction.

    Below ``low / weight`` a claim takes ``low``, above ``high / weight`` it takes ``high``, between them
    the level times its weight: so between two break points the sum is a constant plus a slope.
    """
    points = [(claim.low / claim.weight, claim.low, claim.weight, True) for claim in claims]
    points += [(claim.high / claim.weight, claim.high, claim.weight, False) for claim in claims]
    points.sort()
    constant, slope = sum(claim.low for claim in claims), 0
    for _, amount, weight, rises in points:
        # The level may not pass this point: if it suffices here, it is between this and the last one.
        if slope and constant * weight + slope * amount >= total * weight:
            break
        constant += -amount if rises else amount
        slope += weight if rises else -weight
    return (total - constant, slope) if slope else (0, 1)
