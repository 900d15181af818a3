"""Banker's algorithm with parked needs; the smallest request is served first.

In a test every session is looked at when it may fit, and else parked at one class of which it lacks units:
in a heap, by need. When units of that class come back, those at the top of its heap are looked at again,
and finish or are parked at another class. A session is parked again only after it was served in one class,
so a test costs O(mn log n).

Units are taken from the emptiest groups on, so that whole groups remain for large requests.
"""

import heapq
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


Counts = dict[str, int]


@dataclass(slots=True, eq=False)
class _Session:
    claim: Counts
    held: dict[str, set[int]]
    wanted: Counts = field(default_factory=dict)
    """The request that waits, empty if there is none."""
    ticket: int = 0
    overtaken: int = 0

    def need(self, name: str) -> int:
        """Return how many more units of a class it may ask for."""
        return self.claim[name] - len(self.held[name])

    def is_holder(self) -> bool:
        """Return whether it holds anything."""
        return any(self.held.values())

    def size(self) -> int:
        """Return how many units it waits for."""
        return sum(self.wanted.values())


class DeviceAllocator:
    """Exclusive units for sessions that declare beforehand how many they may want at most."""

    def __init__(self, groups: dict[str, list[int]], patience: int = 4) -> None:
        if not groups or patience < 0:
            raise ValueError("groups and patience")
        self._free: dict[str, list[set[int]]] = {}
        for name, sizes in groups.items():
            first, self._free[name] = 0, []
            if not sizes:
                raise ValueError("a class without groups")
            for size in sizes:
                if size < 1:
                    raise ValueError("a group without units")
                self._free[name].append(set(range(first, first + size)))
                first += size
        self._groups = {name: [set(group) for group in free] for name, free in self._free.items()}
        self._total = {name: sum(sizes) for name, sizes in groups.items()}
        self._patience = patience
        self._sessions: dict[int, _Session] = {}
        self._numbers = 100
        self._tickets = 0

    def register(self, claim: Counts) -> int:
        """Open a session with its maximal claim; return its number."""
        for name, count in claim.items():
            if not 0 <= count <= self._total.get(name, -1):
                raise ValueError("no such claim")
        self._numbers += 7
        whole = {name: claim.get(name, 0) for name in self._total}
        self._sessions[self._numbers] = _Session(whole, {name: set() for name in whole})
        return self._numbers

    def request(self, session: int, units: Counts) -> list[Grant]:
        """Ask for more units, all or nothing; return the grants that this call makes."""
        asker = self._open(session)
        if not any(units.values()) or min(units.values()) < 0 or units.keys() - self._total.keys():
            raise ValueError("no such request")
        if asker.wanted:
            raise RequestPending(session)
        for name, count in units.items():
            if count > asker.need(name):
                raise ClaimExceeded(session)
        asker.wanted = {name: count for name, count in units.items() if count}
        asker.ticket = self._tickets = self._tickets + 1
        asker.overtaken = 0
        return self._serve()

    def release(self, session: int, units: list[tuple[str, int]]) -> list[Grant]:
        """Give these units back; return the grants to waiting sessions."""
        owner = self._open(session)
        if not units:
            raise ValueError("no units")
        if len(units) != len({*units}.intersection(self.holdings(session))):
            raise NotHeld(session)
        for name, unit in units:
            owner.held[name].remove(unit)
            self._give_back(name, unit)
        return self._serve()

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel the waiting request, if there is one."""
        self._open(session).wanted = {}
        return self._serve()

    def unregister(self, session: int) -> list[Grant]:
        """End a session: all its units come back."""
        for name, units in self._open(session).held.items():
            for unit in units:
                self._give_back(name, unit)
        del self._sessions[session]
        return self._serve()

    def holdings(self, session: int) -> list[tuple[str, int]]:
        """Return the units that a session holds, sorted."""
        held = self._open(session).held
        return [(name, unit) for name in sorted(held) for unit in sorted(held[name])]

    def _open(self, number: int) -> _Session:
        try:
            return self._sessions[number]
        except KeyError:
            raise StaleSession(number) from None

    def _give_back(self, name: str, unit: int) -> None:
        for group, free in zip(self._groups[name], self._free[name], strict=True):
            if unit in group:
                free.add(unit)

    def _serve(self) -> list[Grant]:
        """Grant the smallest possible request, again and again."""
        grants: list[Grant] = []
        while True:
            waiting = [one for one in self._sessions.items() if one[1].wanted]
            waiting.sort(key=lambda one: (one[1].size(), one[1].ticket))
            for number, session in waiting:
                if self._is_let_in(session) and self._is_safe_with(session):
                    grants.append(self._grant(number, session))
                    break
            else:
                return grants

    def _is_let_in(self, session: _Session) -> bool:
        return session.is_holder() or all(
            other.overtaken < self._patience for other in self._before(session)
        )

    def _before(self, session: _Session) -> list[_Session]:
        return [
            one for one in self._sessions.values() if one.wanted and one.ticket < session.ticket
        ]

    def _is_safe_with(self, asker: _Session) -> bool:
        """Return whether all can finish once the asker has what it wants."""
        work = {name: sum(map(len, groups)) for name, groups in self._free.items()}
        if any(count > work[name] for name, count in asker.wanted.items()):
            return False
        # What the asker would get, it needs no more: both sides of each comparison are less by it.
        for name, count in asker.wanted.items():
            work[name] -= count
        extra = asker.wanted
        parked: dict[str, list[tuple[int, int, _Session]]] = {name: [] for name in work}
        ready, left = list(self._sessions.values()), len(self._sessions)
        while ready:
            session = ready.pop()
            more = extra if session is asker else {}
            for name, have in work.items():
                lacks = session.need(name) - more.get(name, 0)
                if lacks > have:
                    heapq.heappush(parked[name], (lacks, id(session), session))
                    break
            else:
                left -= 1
                for name, units in session.held.items():
                    work[name] += len(units) + more.get(name, 0)
                    heap = parked[name]
                    while heap and heap[0][0] <= work[name]:
                        ready.append(heapq.heappop(heap)[2])
        return left == 0

    def _grant(self, number: int, session: _Session) -> Grant:
        if not session.is_holder():
            for other in self._before(session):
                other.overtaken += 1
        units = []
        for name, count in session.wanted.items():
            for _ in range(count):
                group = min(filter(None, self._free[name]), key=len)
                unit = min(group)
                group.remove(unit)
                session.held[name].add(unit)
                units.append((name, unit))
        session.wanted = {}
        return Grant(number, units)
