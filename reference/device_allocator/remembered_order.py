"""Banker's algorithm that remembers an order in which all can finish; requests in order of arrival.

A return leaves the order good, so only a grant has to be tested: the order is read once, and the asker is
put in as soon as its needs fit. If somebody before that does not fit any more, it is passed over for now;
everybody else keeps the old order. Once the asker can finish, all that are left can, in the old order:
with the asker done, no less is available than there was before the grant.

Units are taken from the lowest number on, wherever they sit.
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
    """An open session. Counts are tuples, one number a class."""

    claim: tuple[int, ...]
    held: tuple[int, ...]
    units: list[tuple[str, int]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Request:
    session: int
    wanted: tuple[int, ...]
    overtaken: int = 0


def _plus(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(int.__add__, left, right))


def _minus(left: tuple[int, ...], right: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(map(int.__sub__, left, right))


class DeviceAllocator:
    """Exclusive units for sessions that declare beforehand how many they may want at most."""

    def __init__(self, groups: dict[str, list[int]], patience: int = 4) -> None:
        if patience < 0 or not groups or not all(groups.values()):
            raise ValueError("no class, no group, or negative patience")
        if any(size < 1 for sizes in groups.values() for size in sizes):
            raise ValueError("a group without units")
        self._patience = patience
        self._names = list(groups)
        self._total = tuple(sum(sizes) for sizes in groups.values())
        self._available = self._total
        self._is_free = {name: [True] * sum(sizes) for name, sizes in groups.items()}
        self._sessions: list[_Session | None] = []
        self._queue: list[_Request] = []
        self._order: list[int] = []

    def register(self, claim: dict[str, int]) -> int:
        """Open a session with its maximal claim; return its number."""
        counts = self._vector(claim)
        if min(_minus(self._total, counts)) < 0:
            raise ValueError("the host has less than that")
        self._sessions.append(_Session(counts, (0,) * len(counts)))
        return len(self._sessions) - 1

    def request(self, session: int, units: dict[str, int]) -> list[Grant]:
        """Ask for more units, all or nothing; return the grants that this call makes."""
        asker = self._find(session)
        wanted = self._vector(units)
        if not any(wanted):
            raise ValueError("it asks for nothing")
        if any(one.session == session for one in self._queue):
            raise RequestPending
        if min(_minus(asker.claim, _plus(asker.held, wanted))) < 0:
            raise ClaimExceeded
        self._queue.append(_Request(session, wanted))
        return self._serve()

    def release(self, session: int, units: list[tuple[str, int]]) -> list[Grant]:
        """Give these units back; return the grants to waiting sessions."""
        owner = self._find(session)
        if not units:
            raise ValueError("no units")
        left = list(owner.units)
        for unit in units:
            if unit not in left:
                raise NotHeld
            left.remove(unit)
        self._give_back(session, owner, units)
        return self._serve()

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel the waiting request, if there is one."""
        self._find(session)
        self._queue = [one for one in self._queue if one.session != session]
        return self._serve()

    def unregister(self, session: int) -> list[Grant]:
        """End a session: all its units come back."""
        owner = self._find(session)
        self._give_back(session, owner, list(owner.units))
        self._queue = [one for one in self._queue if one.session != session]
        self._sessions[session] = None
        return self._serve()

    def holdings(self, session: int) -> list[tuple[str, int]]:
        """Return the units that a session holds, sorted."""
        return sorted(self._find(session).units)

    def _find(self, number: int) -> _Session:
        found = self._sessions[number] if 0 <= number < len(self._sessions) else None
        if found is None:
            raise StaleSession
        return found

    def _vector(self, counts: dict[str, int]) -> tuple[int, ...]:
        if any(count < 0 for count in counts.values()) or not counts.keys() <= set(self._names):
            raise ValueError("an unknown class or a negative count")
        return tuple(counts.get(name, 0) for name in self._names)

    def _counts(self, units: list[tuple[str, int]]) -> tuple[int, ...]:
        return tuple(sum(one == name for one, _ in units) for name in self._names)

    def _give_back(self, number: int, owner: _Session, units: list[tuple[str, int]]) -> None:
        counts = self._counts(units)
        owner.held = _minus(owner.held, counts)
        self._available = _plus(self._available, counts)
        for name, unit in units:
            owner.units.remove((name, unit))
            self._is_free[name][unit] = True
        if units and not owner.units:
            self._order.remove(number)

    def _serve(self) -> list[Grant]:
        """Go through the queue until nothing more is granted."""
        grants: list[Grant] = []
        at = 0
        while at < len(self._queue):
            one = self._queue[at]
            holds = bool(self._find(one.session).units)
            closed = any(q.overtaken >= self._patience for q in self._queue[:at])
            if (closed and not holds) or not self._try(one):
                at += 1
                continue
            if not holds:
                for earlier in self._queue[:at]:
                    earlier.overtaken += 1
            del self._queue[at]
            grants.append(self._hand_out(one))
            at = 0
        return grants

    def _try(self, request: _Request) -> bool:
        """Remember a new order, with the grant, if there is one."""
        available = _minus(self._available, request.wanted)
        if min(available) < 0:
            return False
        order = self._order_with(request, available)
        if order is None:
            return False
        self._order, self._available = order, available
        asker = self._find(request.session)
        asker.held = _plus(asker.held, request.wanted)
        return True

    def _order_with(self, request: _Request, available: tuple[int, ...]) -> list[int] | None:
        asker = self._find(request.session)
        need = _minus(asker.claim, _plus(asker.held, request.wanted))
        done: list[int] = []
        waiting = [number for number in self._order if number != request.session]
        while min(_minus(available, need)) < 0:
            passed: list[int] = []
            for number in waiting:
                session = self._find(number)
                if min(_minus(available, need)) < 0 and _fits(session, available):
                    available = _plus(available, session.held)
                    done.append(number)
                else:
                    passed.append(number)
            if len(passed) == len(waiting):
                return None
            waiting = passed
        return [*done, request.session, *waiting]

    def _hand_out(self, request: _Request) -> Grant:
        units: list[tuple[str, int]] = []
        for name, count in zip(self._names, request.wanted, strict=True):
            free = self._is_free[name]
            for _ in range(count):
                unit = free.index(True)
                free[unit] = False
                units.append((name, unit))
        self._find(request.session).units += units
        return Grant(request.session, units)


def _fits(session: _Session, available: tuple[int, ...]) -> bool:
    return all(
        most - have <= left
        for most, have, left in zip(session.claim, session.held, available, strict=True)
    )
