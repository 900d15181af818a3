"""The baseline: the lowest-numbered processors with room, whatever node they are in.

Time is divided in rounds: everybody gets the same a share; who would then have too little or too much
is set to the floor or the ceiling, and the rest is divided anew. Leases are looked through at every
call. This is the simple policy that scores are measured from.
"""

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


@dataclass
class Request:
    """What has become of a request."""

    state: str
    machine: Machine | None = None
    lease: int = 0
    ends: int = 0
    processors: tuple[int, ...] = ()


class ProcessorAllocator:
    """Placement, admission and division of the processors of one host."""

    def __init__(self, nodes: list[int]) -> None:
        if not nodes or min(nodes) < 1:
            raise ValueError("a host has at least one node, a node at least one processor")
        self._left = [UNIT] * sum(nodes)
        self._clock = 0
        self._running: dict[str, tuple[Machine, tuple[int, ...]]] = {}
        self._requests: dict[str, Request] = {}

    def admit(self, now: int, machine: Machine) -> list[int]:
        """Place a machine at once."""
        self._enter(now)
        processors = self._place(machine)
        self._running[machine.name] = machine, processors
        self._clock = now
        return list(processors)

    def remove(self, now: int, name: str) -> None:
        """Stop a running machine."""
        self._enter(now)
        if name not in self._running:
            raise UnknownName(name)
        self._reserve(*self._running.pop(name), sign=-1)
        self._clock = now

    def prepare(self, now: int, request: str, machine: Machine, lease: int) -> list[int]:
        """Hold a placement until ``now + lease``."""
        self._enter(now)
        known = self._requests.get(request)
        if known is None:
            if lease < 1:
                raise ValueError("a lease has at least one tick")
            known = Request("held", machine, lease, now + lease, self._place(machine))
            self._requests[request] = known
        if known.state == "dead":
            raise LeaseExpired(request)
        if known.machine != machine or known.lease != lease:
            raise ValueError(f"{request} was prepared with another machine or lease")
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
            self._running[known.machine.name] = known.machine, known.processors
            known.state = "committed"
        self._clock = now
        return list(known.processors)

    def abort(self, now: int, request: str) -> None:
        """Drop the held placement, or leave a tombstone."""
        self._enter(now)
        known = self._requests.setdefault(request, Request("dead"))
        if known.state == "committed":
            raise ValueError(f"{request} is committed")
        self._die(known)
        self._clock = now

    def divide(self, now: int, demands: dict[str, int]) -> dict[str, int]:
        """Return each machine's weighted max-min share, in integers."""
        self._enter(now)
        if not self._running.keys() >= demands.keys():
            raise UnknownName(str(demands.keys() - self._running.keys()))
        if any(demand < 0 for demand in demands.values()):
            raise ValueError("a demand is negative")
        low, high, weight = {}, {}, {}
        for name, demand in demands.items():
            machine, _ = self._running[name]
            low[name] = min(machine.reservation, demand)
            high[name] = min(machine.limit, demand)
            weight[name] = machine.shares
        self._clock = now
        total = min(UNIT * len(self._left), sum(high.values()))
        return rounded(exact_shares(low, high, weight, total), total)

    def free(self, now: int) -> list[int]:
        """Return the unreserved milli-processors of each processor."""
        self._enter(now)
        self._clock = now
        return list(self._left)

    def _enter(self, now: int) -> None:
        if now < self._clock:
            raise ValueError(f"an earlier call was at {self._clock}")
        for known in self._requests.values():
            if now >= known.ends:
                self._die(known)

    def _die(self, known: Request) -> None:
        if known.state == "held" and known.machine is not None:
            self._reserve(known.machine, known.processors, sign=-1)
            known.state = "dead"

    def _place(self, machine: Machine) -> tuple[int, ...]:
        count, limit = machine.virtual_processors, machine.limit
        if count < 1 or machine.shares < 1 or not 1 <= limit <= UNIT * count:
            raise ValueError(f"{machine} breaks a range")
        if not 0 <= machine.reservation <= limit:
            raise ValueError(f"{machine} breaks a range")
        held = {one.machine.name for one in self._requests.values() if self._holds(one)}  # type: ignore[union-attr]  # what is held has one
        if machine.name in self._running or machine.name in held:
            raise ValueError(f"{machine.name} is running or held")
        need = -(-machine.reservation // count)
        fitting = [number for number, left in enumerate(self._left) if left >= need]
        if len(fitting) < count:
            raise CapacityError(machine.name)
        processors = tuple(fitting[:count])
        self._reserve(machine, processors)
        return processors

    def _holds(self, known: Request) -> bool:
        return known.state == "held"

    def _reserve(self, machine: Machine, processors: tuple[int, ...], sign: int = 1) -> None:
        for number in processors:
            self._left[number] -= sign * -(-machine.reservation // machine.virtual_processors)


def exact_shares(
    low: dict[str, int], high: dict[str, int], weight: dict[str, int], total: int
) -> dict[str, Fraction]:
    """Return the max-min shares; each round sets all who are below a floor, or above a ceiling."""
    shares: dict[str, Fraction] = {}
    open_names, left = list(low), Fraction(total)
    while open_names:
        level = left / sum(weight[name] for name in open_names)
        tried = {
            name: min(Fraction(high[name]), max(Fraction(low[name]), level * weight[name]))
            for name in open_names
        }
        excess = sum(tried.values()) - left
        # Too much given: the floors are to blame and stay. Too little: the ceilings are.
        settled = {
            name
            for name in open_names
            if excess == 0
            or (excess > 0 and level * weight[name] < low[name])
            or (excess < 0 and level * weight[name] > high[name])
        }
        for name in settled:
            shares[name] = tried[name]
            left -= tried[name]
        open_names = [name for name in open_names if name not in settled]
    return {name: shares[name] for name in low}


def rounded(shares: dict[str, Fraction], total: int) -> dict[str, int]:
    """Round down, and give what is left over to the largest fractions."""
    whole = {name: int(share) for name, share in shares.items()}
    order = sorted(shares, key=lambda name: whole[name] - shares[name])
    for name in order[: total - sum(whole.values())]:
        whole[name] += 1
    return whole
