"""Banker's algorithm over sorted need lists; holders are served first, then newcomers in order.

For each class the needs of all sessions that hold something are kept in one sorted list. To test a state,
each list is read from its small end, as far as the needs fit into what is available; a session whose
needs fit in all classes can finish, and what it holds becomes available. Every entry is read once, so
with n holders and m classes a test costs O(mn). See Holt, Some Deadlock Properties of Computer Systems,
ACM Computing Surveys 4, 1972.

Sessions that hold nothing are left out: once all others have finished everything is free, and nobody
claims more than that.
"""

from bisect import bisect_left, insort
from collections import Counter
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
    """An open session; ``need`` is its claim less what it holds."""

    need: dict[str, int]
    held: dict[str, int]
    units: set[tuple[str, int]] = field(default_factory=set)

    def move(self, counts: dict[str, int], sign: int) -> None:
        """Count units as held (1) or as needed again (-1)."""
        for name, count in counts.items():
            self.held[name] += sign * count
            self.need[name] -= sign * count


@dataclass(slots=True, eq=False)
class _Request:
    wanted: dict[str, int]
    overtaken: int = 0


class _Units:
    """The free units of one class, by group."""

    def __init__(self, sizes: list[int]) -> None:
        self._group_of = [group for group, size in enumerate(sizes) for _ in range(size)]
        self._free: list[list[int]] = [[] for _ in sizes]
        self.total = self.free = len(self._group_of)
        for unit, group in enumerate(self._group_of):
            self._free[group].append(unit)

    def take(self, count: int) -> list[int]:
        """Take so many units out of as few groups as possible, and there out of the fullest ones."""
        taken: list[int] = []
        self.free -= count
        while count:
            enough = [free for free in self._free if len(free) >= count]
            group = min(enough, key=len) if enough else max(self._free, key=len)
            part = min(count, len(group))
            taken += group[:part]
            del group[:part]
            count -= part
        return taken

    def give_back(self, unit: int) -> None:
        """Make a unit free."""
        insort(self._free[self._group_of[unit]], unit)
        self.free += 1


class _Needs:
    """What the holders may still ask for: a sorted list of (need, session) for each class."""

    def __init__(self, classes: list[str]) -> None:
        self._by_class: dict[str, list[tuple[int, int]]] = {name: [] for name in classes}
        self.holders: dict[int, _Session] = {}

    def add(self, number: int, session: _Session) -> None:
        """Enter a session that holds something."""
        self.holders[number] = session
        for name, entries in self._by_class.items():
            insort(entries, (session.need[name], number))

    def remove(self, number: int) -> None:
        """Take a session out; its need must be as it was when it was entered."""
        session = self.holders.pop(number)
        for name, entries in self._by_class.items():
            del entries[bisect_left(entries, (session.need[name], number))]

    def are_safe(self, available: dict[str, int]) -> bool:
        """Return whether all holders can finish, one after the other."""
        read = dict.fromkeys(self._by_class, 0)
        fitting = dict.fromkeys(self.holders, 0)
        left = len(self.holders)
        available = dict(available)
        while left:
            ready: list[int] = []
            for name, entries in self._by_class.items():
                at = read[name]
                while at < len(entries) and entries[at][0] <= available[name]:
                    number = entries[at][1]
                    fitting[number] += 1
                    if fitting[number] == len(self._by_class):
                        ready.append(number)
                    at += 1
                read[name] = at
            if not ready:
                return False
            left -= len(ready)
            for number in ready:
                for name, count in self.holders[number].held.items():
                    available[name] += count
        return True


class DeviceAllocator:
    """Exclusive units for sessions that declare beforehand how many they may want at most."""

    def __init__(self, groups: dict[str, list[int]], patience: int = 4) -> None:
        if not groups or patience < 0:
            raise ValueError("there must be a class, and patience can not be negative")
        if any(not sizes or min(sizes) < 1 for sizes in groups.values()):
            raise ValueError("each class has groups, and each group has units")
        self._patience = patience
        self._classes = {name: _Units(sizes) for name, sizes in groups.items()}
        self._needs = _Needs(list(groups))
        self._sessions: dict[int, _Session] = {}
        self._queue: dict[int, _Request] = {}
        self._last_number = 0

    def register(self, claim: dict[str, int]) -> int:
        """Open a session with its maximal claim; return its number."""
        self._check_counts(claim)
        if any(count > self._classes[name].total for name, count in claim.items()):
            raise ValueError("the host has less than that")
        self._last_number += 1
        need = {name: claim.get(name, 0) for name in self._classes}
        self._sessions[self._last_number] = _Session(need, dict.fromkeys(need, 0))
        return self._last_number

    def request(self, session: int, units: dict[str, int]) -> list[Grant]:
        """Ask for more units, all or nothing; return the grants that this call makes."""
        asker = self._find(session)
        self._check_counts(units)
        if not any(units.values()):
            raise ValueError("it asks for nothing")
        if session in self._queue:
            raise RequestPending(session)
        if any(count > asker.need[name] for name, count in units.items()):
            raise ClaimExceeded(session)
        self._queue[session] = _Request({name: count for name, count in units.items() if count})
        return self._serve()

    def release(self, session: int, units: list[tuple[str, int]]) -> list[Grant]:
        """Give these units back; return the grants to waiting sessions."""
        owner = self._find(session)
        if not units:
            raise ValueError("no units")
        if len(set(units)) < len(units) or not owner.units.issuperset(units):
            raise NotHeld(session)
        self._give_back(session, units)
        return self._serve()

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel the waiting request, if there is one."""
        self._find(session)
        self._queue.pop(session, None)
        return self._serve()

    def unregister(self, session: int) -> list[Grant]:
        """End a session: all its units come back."""
        units = self.holdings(session)
        self._queue.pop(session, None)
        if units:
            self._give_back(session, units)
        del self._sessions[session]
        return self._serve()

    def holdings(self, session: int) -> list[tuple[str, int]]:
        """Return the units that a session holds, sorted."""
        return sorted(self._find(session).units)

    def _find(self, session: int) -> _Session:
        if session not in self._sessions:
            raise StaleSession(session)
        return self._sessions[session]

    def _check_counts(self, counts: dict[str, int]) -> None:
        for name, count in counts.items():
            if name not in self._classes or count < 0:
                raise ValueError(f"{count} of {name}")

    def _serve(self) -> list[Grant]:
        """Serve the queue once: no grant makes another one possible that was tried before it."""
        holders = [number for number in self._queue if self._sessions[number].units]
        newcomers = [number for number in self._queue if not self._sessions[number].units]
        grants = [self._try(number) for number in holders]
        # Whether the door is open is asked one by one: each grant may close it, or open it.
        grants += [self._try(number) for number in newcomers if self._is_door_open_for(number)]
        return [grant for grant in grants if grant is not None]

    def _is_door_open_for(self, newcomer: int) -> bool:
        """Look at the head of the queue only: nobody behind it was overtaken more often."""
        head = next(iter(self._queue))
        return head == newcomer or self._queue[head].overtaken < self._patience

    def _try(self, number: int) -> Grant | None:
        """Grant a request if the units are free and the state after it is safe."""
        session, wanted = self._sessions[number], self._queue[number].wanted
        free = {name: units.free - wanted.get(name, 0) for name, units in self._classes.items()}
        if min(free.values()) < 0:
            return None
        self._move(number, wanted, 1)
        if not self._needs.are_safe(free):
            self._move(number, wanted, -1)
            return None
        if not session.units:
            self._count_overtaking(number)
        del self._queue[number]
        taken = [(name, unit) for name in wanted for unit in self._classes[name].take(wanted[name])]
        session.units.update(taken)
        return Grant(number, taken)

    def _count_overtaking(self, newcomer: int) -> None:
        for number, request in self._queue.items():
            if number == newcomer:
                break
            request.overtaken += 1

    def _give_back(self, number: int, units: list[tuple[str, int]]) -> None:
        self._move(number, Counter(name for name, _ in units), -1)
        self._sessions[number].units.difference_update(units)
        for name, unit in units:
            self._classes[name].give_back(unit)

    def _move(self, number: int, counts: dict[str, int], sign: int) -> None:
        """Count units as held (1) or as needed again (-1), in the session and in the lists."""
        session = self._sessions[number]
        if number in self._needs.holders:
            self._needs.remove(number)
        session.move(counts, sign)
        if any(session.held.values()):
            self._needs.add(number, session)
