"""The baseline: static reservation. A session gets nothing before its whole claim can be set aside.

Requests of sessions that hold nothing are met strictly in order. What a session has set aside is its own
until it holds nothing any more, so it never waits a second time and no deadlock can arise; and units lie
idle that others could use. This is the simple policy that waits are measured from.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Grant:
    """A request that is met, all of it."""

    session: int
    units: list[tuple[str, int]]


class ClaimExceeded(Exception):  # noqa: N818  (the name is the interface)
    """Held and requested units together would exceed the session's claim."""


class RequestPending(Exception):  # noqa: N818  (the name is the interface)
    """The session has a request waiting already."""


class NotHeld(Exception):  # noqa: N818  (the name is the interface)
    """A unit is not held by this session, is named twice or does not exist."""


class StaleSession(LookupError):  # noqa: N818  (the name is the interface)
    """The session never existed or has ended."""


@dataclass(slots=True, eq=False)
class _Session:
    claim: dict[str, int]
    units: set[tuple[str, int]] = field(default_factory=set)

    def count(self, name: str) -> int:
        """Return how many units of a class it holds."""
        return sum(one == name for one, _ in self.units)


class DeviceAllocator:
    """Exclusive units for sessions that declare beforehand how many they may want at most."""

    def __init__(self, groups: dict[str, list[int]], patience: int = 4) -> None:
        if not groups or patience < 0 or not all(groups.values()):
            raise ValueError("no class, no group, or negative patience")
        if min(min(sizes) for sizes in groups.values()) < 1:
            raise ValueError("a group without units")
        self._free = {name: list(range(sum(sizes))) for name, sizes in groups.items()}
        self._total = {name: len(free) for name, free in self._free.items()}
        self._sessions: dict[int, _Session] = {}
        self._queue: dict[int, dict[str, int]] = {}
        self._last_number = 0

    def register(self, claim: dict[str, int]) -> int:
        """Open a session with its maximal claim; return its number."""
        self._check(claim)
        if any(count > self._total[name] for name, count in claim.items()):
            raise ValueError("the host has less than that")
        self._last_number += 1
        self._sessions[self._last_number] = _Session(dict.fromkeys(self._total, 0) | claim)
        return self._last_number

    def request(self, session: int, units: dict[str, int]) -> list[Grant]:
        """Ask for more units, all or nothing; return the grants that this call makes."""
        asker = self._find(session)
        self._check(units)
        if not any(units.values()):
            raise ValueError("it asks for nothing")
        if session in self._queue:
            raise RequestPending(session)
        if any(asker.count(name) + count > asker.claim[name] for name, count in units.items()):
            raise ClaimExceeded(session)
        self._queue[session] = units
        return self._serve()

    def release(self, session: int, units: list[tuple[str, int]]) -> list[Grant]:
        """Give these units back; return the grants to waiting sessions."""
        owner = self._find(session)
        if not units:
            raise ValueError("no units")
        if len(set(units)) < len(units) or not owner.units.issuperset(units):
            raise NotHeld(session)
        self._give_back(owner, set(units))
        return self._serve()

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel the waiting request, if there is one."""
        self._find(session)
        self._queue.pop(session, None)
        return self._serve()

    def unregister(self, session: int) -> list[Grant]:
        """End a session: all its units come back."""
        owner = self._find(session)
        self._give_back(owner, set(owner.units))
        self._queue.pop(session, None)
        del self._sessions[session]
        return self._serve()

    def holdings(self, session: int) -> list[tuple[str, int]]:
        """Return the units that a session holds, sorted."""
        return sorted(self._find(session).units)

    def _find(self, number: int) -> _Session:
        if number not in self._sessions:
            raise StaleSession(number)
        return self._sessions[number]

    def _check(self, counts: dict[str, int]) -> None:
        if counts.keys() - self._total.keys() or any(count < 0 for count in counts.values()):
            raise ValueError("an unknown class or a negative count")

    def _give_back(self, owner: _Session, units: set[tuple[str, int]]) -> None:
        owner.units -= units
        for name, unit in units:
            self._free[name].append(unit)
            self._free[name].sort()

    def _serve(self) -> list[Grant]:
        """Serve those who have their claim set aside, then the others in order."""
        holders = [number for number in self._queue if self._sessions[number].units]
        grants = [self._grant(number) for number in holders]
        while self._queue and self._can_set_aside(next(iter(self._queue))):
            grants.append(self._grant(next(iter(self._queue))))
        return grants

    def _can_set_aside(self, number: int) -> bool:
        """Return whether the whole claim of a session is neither held nor set aside for others."""
        holders = [session for session in self._sessions.values() if session.units]
        claim = self._sessions[number].claim
        return all(
            claim[name] + sum(other.claim[name] for other in holders) <= total
            for name, total in self._total.items()
        )

    def _grant(self, number: int) -> Grant:
        wanted = self._queue.pop(number)
        units = [(name, self._free[name].pop(0)) for name in wanted for _ in range(wanted[name])]
        self._sessions[number].units.update(units)
        return Grant(number, units)
