"""The oracle's state: who claims, holds and waits for what, and no policy.

It never chooses whom to grant or which units: it follows the grants of the solution one by one, and
says of each request whether it could be granted now. Whether a state is safe is found by trying every
set of sessions that can be done first, so nothing is taken from the algorithm that is judged;
``greedy_order`` is for large simulations, and the project's own tests compare it with that search.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Unit = tuple[str, int]
Counts = Mapping[str, int]
Needs = Mapping[int, tuple[int, ...]]
"""For each session a number for each class."""


@dataclass(frozen=True, slots=True)
class Host:
    """What a DeviceAllocator is made with."""

    groups: Mapping[str, tuple[int, ...]]
    patience: int


@dataclass(slots=True, eq=False)
class Waiting:
    """A request in the queue; ``overtaken_by`` names the newcomers that were granted before it."""

    session: int
    wanted: Counts
    overtaken_by: list[int] = field(default_factory=list)


def any_order(free: tuple[int, ...], held: Needs, need: Needs) -> Sequence[int] | None:
    """Return an order in which all sessions can finish, or None, by trying every set of first ones."""
    paths: list[tuple[int, ...]] = [()]
    seen: set[frozenset[int]] = set()
    while paths:
        done = paths.pop()
        if len(done) == len(need):
            return done
        now = _sum([free, *(held[session] for session in done)])
        for session in need:
            if session not in done and _fits(need[session], now):
                more = frozenset((*done, session))
                if more not in seen:
                    seen.add(more)
                    paths.append((*done, session))
    return None


def greedy_order(free: tuple[int, ...], held: Needs, need: Needs) -> Sequence[int] | None:
    """Return an order in which all sessions can finish, or None, by taking anyone who can."""
    left, done = set(need), list[int]()
    while left:
        ready = [session for session in left if _fits(need[session], free)]
        if not ready:
            return None
        done += ready
        left.difference_update(ready)
        free = _sum([free, *(held[session] for session in ready)])
    return done


def _fits(need: tuple[int, ...], free: tuple[int, ...]) -> bool:
    return all(one <= other for one, other in zip(need, free, strict=True))


def _sum(vectors: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*vectors, strict=True)))


class Model:
    """The state that the rules prescribe, given the grants that the solution made."""

    def __init__(
        self,
        host: Host,
        find_order: Callable[[tuple[int, ...], Needs, Needs], Sequence[int] | None] = any_order,
    ) -> None:
        self.host = host
        self.total = {name: sum(sizes) for name, sizes in host.groups.items()}
        self.claims: dict[int, dict[str, int]] = {}
        self.owners: dict[Unit, int] = {}
        self.queue: list[Waiting] = []
        self.numbers_used: list[int] = []
        self._held: dict[int, dict[str, int]] = {}
        self._find_order = find_order

    # What is so

    def is_open(self, session: int) -> bool:
        """Return whether the session was registered and has not ended."""
        return session in self.claims

    def exists(self, unit: Unit) -> bool:
        """Return whether there is such a unit."""
        name, number = unit
        return 0 <= number < self.total.get(name, 0)

    def units_of(self, session: int) -> list[Unit]:
        """Return the units that a session holds, sorted."""
        return sorted(unit for unit, owner in self.owners.items() if owner == session)

    def held(self, session: int) -> dict[str, int]:
        """Return how many units of each class a session holds."""
        return dict(self._held[session])

    def need(self, session: int) -> dict[str, int]:
        """Return what a session may still ask for."""
        claim, held = self.claims[session], self._held[session]
        return {name: claim[name] - held[name] for name in self.total}

    def free(self) -> dict[str, int]:
        """Return how many units of each class nobody holds."""
        return {
            name: count - sum(held[name] for held in self._held.values())
            for name, count in self.total.items()
        }

    def free_by_group(self, name: str) -> list[int]:
        """Return how many units of each group of a class nobody holds."""
        counts, first = [], 0
        for size in self.host.groups[name]:
            taken = sum((name, first + offset) in self.owners for offset in range(size))
            counts.append(size - taken)
            first += size
        return counts

    def group_of(self, unit: Unit) -> int:
        """Return the number of the group in which a unit sits."""
        name, number = unit
        group = 0
        for size in self.host.groups[name]:
            if number < size:
                break
            number, group = number - size, group + 1
        return group

    def request_of(self, session: int) -> Waiting | None:
        """Return the waiting request of a session, if it has one."""
        return next((one for one in self.queue if one.session == session), None)

    def is_holder(self, session: int) -> bool:
        """Return whether a session holds anything."""
        return any(self._held[session].values())

    # What may be granted

    def order_after(self, waiting: Waiting | None = None) -> Sequence[int] | None:
        """Return an order in which all could finish once a request is granted, or None."""
        wanted = {} if waiting is None else waiting.wanted
        held = dict(self._held)
        if waiting is not None:
            mine = held[waiting.session]
            held[waiting.session] = {name: mine[name] + wanted.get(name, 0) for name in mine}
        free = tuple(count - wanted.get(name, 0) for name, count in self.free().items())
        need = {
            session: tuple(claim[name] - held[session][name] for name in self.total)
            for session, claim in self.claims.items()
        }
        return self._find_order(free, {s: tuple(have.values()) for s, have in held.items()}, need)

    def fits(self, waiting: Waiting) -> bool:
        """Return whether enough units are free."""
        free = self.free()
        return all(count <= free[name] for name, count in waiting.wanted.items())

    def door_keeper(self, waiting: Waiting) -> Waiting | None:
        """Return the earlier request for whose sake a newcomer must wait, if there is one."""
        if self.is_holder(waiting.session):
            return None
        patience = self.host.patience
        return next((q for q in self._earlier(waiting) if len(q.overtaken_by) >= patience), None)

    def is_grantable(self, waiting: Waiting) -> bool:
        """Return whether a request must not be left waiting."""
        return (
            self.fits(waiting)
            and self.door_keeper(waiting) is None
            and self.order_after(waiting) is not None
        )

    def _earlier(self, waiting: Waiting) -> list[Waiting]:
        return self.queue[: self.queue.index(waiting)]

    # What calls change

    def registered(self, session: int, claim: Counts) -> None:
        """Follow the opening of a session."""
        self.claims[session] = {name: claim.get(name, 0) for name in self.total}
        self._held[session] = dict.fromkeys(self.total, 0)
        self.numbers_used.append(session)

    def requested(self, session: int, wanted: Counts) -> None:
        """Follow a request into the queue."""
        self.queue.append(
            Waiting(session, {name: count for name, count in wanted.items() if count})
        )

    def granted(self, waiting: Waiting, units: Iterable[Unit]) -> None:
        """Follow a grant of these units."""
        if not self.is_holder(waiting.session):
            for earlier in self._earlier(waiting):
                earlier.overtaken_by.append(waiting.session)
        self.queue.remove(waiting)
        for unit in units:
            self.owners[unit] = waiting.session
            self._held[waiting.session][unit[0]] += 1

    def released(self, units: Iterable[Unit]) -> None:
        """Follow a release."""
        for unit in units:
            self._held[self.owners.pop(unit)][unit[0]] -= 1

    def withdrawn(self, session: int) -> None:
        """Follow the end of a request that waits, if there is one."""
        self.queue = [one for one in self.queue if one.session != session]

    def ended(self, session: int) -> None:
        """Follow the end of a session."""
        self.withdrawn(session)
        self.released(self.units_of(session))
        del self.claims[session], self._held[session]
