"""abort() of a request that has expired gives its processors back once more.

Killed by: leases-end-to-the-tick
"""

from dataclasses import dataclass

UNIT = 1000


@dataclass(frozen=True)
class Machine:
    name: str
    virtual_processors: int
    reservation: int
    limit: int
    shares: int


class CapacityError(Exception):
    pass


class LeaseExpired(Exception):
    pass


class UnknownName(LookupError):
    pass


def need(machine):
    return -(-machine.reservation // machine.virtual_processors)


def check(machine):
    if machine.virtual_processors < 1 or machine.shares < 1:
        raise ValueError("virtual processors and shares are at least 1")
    if not 1 <= machine.limit <= UNIT * machine.virtual_processors:
        raise ValueError("bad limit")
    if not 0 <= machine.reservation <= machine.limit:
        raise ValueError("bad reservation")


class ProcessorAllocator:
    def __init__(self, nodes):
        if not nodes or min(nodes) < 1:
            raise ValueError("every node has a processor")
        self.node = [n for n, count in enumerate(nodes) for _ in range(count)]
        self.left = [UNIT] * len(self.node)
        self.guests = [0] * len(self.node)
        self.clock = 0
        self.running = {}
        self.held = {}
        self.committed = {}
        self.dead = set()
        self.prepared = {}

    # placement

    def find(self, machine):
        count, q = machine.virtual_processors, need(machine)
        fitting = [p for p in range(len(self.left)) if self.left[p] >= q]
        if len(fitting) < count:
            raise CapacityError(machine.name)
        by_node = {}
        for p in sorted(fitting, key=self.crowding):
            by_node.setdefault(self.node[p], []).append(p)
        enough = [ps[:count] for ps in by_node.values() if len(ps) >= count]
        if enough:
            return min(enough, key=lambda ps: sum(map(self.crowding, ps)))
        chosen = []
        for ps in sorted(by_node.values(), key=len, reverse=True):
            chosen += ps[: count - len(chosen)]
        return chosen

    def crowding(self, p):
        return self.guests[p] + 2.5 * (self.left[p] == UNIT)

    def reserve(self, machine, processors, sign=1):
        for p in processors:
            self.left[p] -= sign * need(machine)
            self.guests[p] += sign

    def place(self, machine):
        check(machine)
        if machine.name in self.running or machine.name in self.held_names():
            raise ValueError(f"{machine.name} is taken")
        processors = self.find(machine)
        self.reserve(machine, processors)
        return processors

    def held_names(self):
        return [machine.name for machine, _, _, _ in self.held.values()]

    # time

    def enter(self, now):
        if now < self.clock:
            raise ValueError("time runs backwards")
        self.expire(now)

    def expire(self, now):
        for request in list(self.held):
            machine, lease, ends, processors = self.held[request]
            if now >= ends:
                self.kill(request)

    def kill(self, request):
        if request in self.held:
            machine, lease, ends, processors = self.held.pop(request)
            self.reserve(machine, processors, -1)
        self.dead.add(request)

    # calls

    def admit(self, now, machine):
        self.enter(now)
        processors = self.place(machine)
        self.running[machine.name] = machine, processors
        self.clock = now
        return list(processors)

    def remove(self, now, name):
        self.enter(now)
        if name not in self.running:
            raise UnknownName(name)
        machine, processors = self.running.pop(name)
        self.reserve(machine, processors, -1)
        self.clock = now

    def prepare(self, now, request, machine, lease):
        self.enter(now)
        if request in self.dead:
            raise LeaseExpired(request)
        if request in self.committed:
            first, first_lease, processors = self.committed[request]
        elif request in self.held:
            first, first_lease, _, processors = self.held[request]
        else:
            if lease < 1:
                raise ValueError("lease")
            processors = self.place(machine)
            first, first_lease = machine, lease
            self.held[request] = machine, lease, now + lease, processors
            self.prepared[request] = machine, processors
        if (first, first_lease) != (machine, lease):
            raise ValueError("another machine or lease")
        self.clock = now
        return list(processors)

    def commit(self, now, request):
        self.enter(now)
        if request in self.dead:
            raise LeaseExpired(request)
        if request in self.held:
            machine, lease, _, processors = self.held.pop(request)
            self.running[machine.name] = machine, processors
            self.committed[request] = machine, lease, processors
        if request not in self.committed:
            raise UnknownName(request)
        self.clock = now
        return list(self.committed[request][2])

    def abort(self, now, request):
        self.enter(now)
        if request in self.committed:
            raise ValueError("committed")
        if request not in self.held and request in self.prepared:
            self.reserve(*self.prepared[request], -1)
        self.kill(request)
        self.clock = now

    def free(self, now):
        self.enter(now)
        self.clock = now
        return list(self.left)

    def divide(self, now, demands):
        self.enter(now)
        claims = {}
        for name, demand in demands.items():
            if name not in self.running:
                raise UnknownName(name)
            if demand < 0:
                raise ValueError("negative demand")
            machine = self.running[name][0]
            claims[name] = (
                min(machine.reservation, demand),
                min(machine.limit, demand),
                machine.shares,
            )
        self.clock = now
        total = min(UNIT * len(self.left), sum(high for _, high, _ in claims.values()))
        return rounded(claims, water_level(claims, total), total)


def water_level(claims, total):
    """Return the level as a fraction: numerator, denominator."""
    points = []
    for low, high, weight in claims.values():
        points.append((low / weight, -low, weight, weight))
        points.append((high / weight, high, weight, -weight))
    points.sort()
    fixed, slope = sum(low for low, _, _ in claims.values()), 0
    for _, amount, weight, change in points:
        if slope and fixed * weight + slope * abs(amount) >= total * weight:
            return total - fixed, slope
        fixed += amount
        slope += change
    return max((high for _, high, _ in claims.values()), default=0), 1


def rounded(claims, level, total):
    numerator, denominator = level
    given, rests = {}, []
    for name, (low, high, weight) in claims.items():
        whole, rest = divmod(numerator * weight, denominator)
        given[name] = min(high, max(low, whole))
        if low <= whole < high and rest:
            rests.append((rest, name))
    rests.sort(reverse=True)
    for _, name in rests[: total - sum(given.values())]:
        given[name] += 1
    return given
