"""release() gives back unit by unit, until it meets one that is not held.

Killed by: wrong-use-leaves-no-trace
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Grant:
    session: int
    units: list


class ClaimExceeded(Exception):
    pass


class RequestPending(Exception):
    pass


class NotHeld(Exception):
    pass


class StaleSession(LookupError):
    pass


class Session:
    def __init__(self, claim):
        self.claim = claim
        self.held = dict.fromkeys(claim, 0)
        self.units = []

    def need(self, name):
        return self.claim[name] - self.held[name]


class Request:
    def __init__(self, session, wanted):
        self.session = session
        self.wanted = wanted
        self.overtaken = 0


class DeviceAllocator:
    def __init__(self, groups, patience=4):
        if not groups or patience < 0:
            raise ValueError("groups and patience")
        for sizes in groups.values():
            if not sizes or any(size < 1 for size in sizes):
                raise ValueError("empty group")
        self.patience = patience
        self.total = {name: sum(sizes) for name, sizes in groups.items()}
        self.free = {}
        self.group = {}
        for name, sizes in groups.items():
            numbers = [g for g, size in enumerate(sizes) for _ in range(size)]
            self.group[name] = numbers
            self.free[name] = list(range(len(numbers)))
        self.sessions = {}
        self.queue = []
        self.last = 0

    def register(self, claim):
        self._check_counts(claim)
        for name, count in claim.items():
            if count > self.total[name]:
                raise ValueError("more than there is")
        self.last += 1
        self.sessions[self.last] = Session({name: claim.get(name, 0) for name in self.total})
        return self.last

    def request(self, session, units):
        s = self._find(session)
        self._check_counts(units)
        if not any(units.values()):
            raise ValueError("nothing wanted")
        if any(r.session == session for r in self.queue):
            raise RequestPending(session)
        for name, count in units.items():
            if count > s.need(name):
                raise ClaimExceeded(name)
        wanted = {name: count for name, count in units.items() if count}
        self.queue.append(Request(session, wanted))
        return self._serve()

    def release(self, session, units):
        s = self._find(session)
        if not units:
            raise ValueError("no units")
        for unit in units:
            if unit not in s.units:
                raise NotHeld(unit)
            self._give_back(s, [unit])
        return self._serve()

    def withdraw(self, session):
        self._find(session)
        self.queue = [r for r in self.queue if r.session != session]
        return self._serve()

    def unregister(self, session):
        s = self._find(session)
        self.queue = [r for r in self.queue if r.session != session]
        self._give_back(s, list(s.units))
        del self.sessions[session]
        return self._serve()

    def holdings(self, session):
        return sorted(self._find(session).units)

    def _find(self, session):
        if session not in self.sessions:
            raise StaleSession(session)
        return self.sessions[session]

    def _check_counts(self, counts):
        for name, count in counts.items():
            if name not in self.total or count < 0:
                raise ValueError(name)

    def _give_back(self, s, units):
        for name, number in units:
            s.units.remove((name, number))
            s.held[name] -= 1
            self.free[name].append(number)

    def _serve(self):
        grants = []
        while True:
            possible = [r for r in self.queue if self._may_enter(r) and self._is_possible(r)]
            if not possible:
                return grants
            possible.sort(key=lambda r: not self.sessions[r.session].units)
            grants.append(self._grant(possible[0]))

    def _may_enter(self, request):
        if self.sessions[request.session].units:
            return True
        for earlier in self.queue:
            if earlier is request:
                return True
            if earlier.overtaken >= self.patience:
                return False

    def _is_possible(self, request):
        if any(count > len(self.free[name]) for name, count in request.wanted.items()):
            return False
        s = self.sessions[request.session]
        free = {name: len(numbers) for name, numbers in self.free.items()}
        for name, count in request.wanted.items():
            s.held[name] += count
            free[name] -= count
        safe = self._is_safe(free)
        for name, count in request.wanted.items():
            s.held[name] -= count
        return safe

    def _is_safe(self, free):
        # who holds nothing can always go last
        left = [s for s in self.sessions.values() if any(s.held.values())]
        by_need = {name: sorted(left, key=lambda s: s.need(name)) for name in free}
        position = dict.fromkeys(free, 0)
        fits = dict.fromkeys(left, 0)
        finished = 0
        while finished < len(left):
            done = []
            for name, row in by_need.items():
                while position[name] < len(row) and row[position[name]].need(name) <= free[name]:
                    s = row[position[name]]
                    position[name] += 1
                    fits[s] += 1
                    if fits[s] == len(free):
                        done.append(s)
            if not done:
                return False
            for s in done:
                finished += 1
                for name in free:
                    free[name] += s.held[name]
        return True

    def _grant(self, request):
        s = self.sessions[request.session]
        if not s.units:
            for earlier in self.queue:
                if earlier is request:
                    break
                earlier.overtaken += 1
        self.queue.remove(request)
        units = []
        for name, count in request.wanted.items():
            for number in self._choose(name, count):
                self.free[name].remove(number)
                units.append((name, number))
            s.held[name] += count
        s.units.extend(units)
        return Grant(request.session, units)

    def _choose(self, name, count):
        rooms = {}
        for number in sorted(self.free[name]):
            rooms.setdefault(self.group[name][number], []).append(number)
        chosen = []
        while count > 0:
            enough = [room for room in rooms.values() if len(room) >= count]
            room = min(enough, key=len) if enough else max(rooms.values(), key=len)
            chosen += room[:count]
            count -= len(room[:count])
            del room[:]
        return chosen
