"""wake of a running task forgets its CPU and queues it: it can run twice at once.

Killed by: picks-and-ticks-are-legal, nothing-is-lost-within-a-tick
"""

from fractions import Fraction


class UnknownTask(Exception):
    """No live task has this id."""


class TaskStateError(Exception):
    """The task is in the wrong state."""


class Entity:
    def __init__(self, weight):
        self.weight = weight
        self.lag = Fraction(0)
        self.v = Fraction(0)
        self.deadline = Fraction(0)
        self.cpu = None
        self.runnable = False
        self.order = 0
        self.total = 0


class Cpu:
    def __init__(self):
        self.task = None
        self.since = 0
        self.start = 0


class ProcessScheduler:
    def __init__(self, cpus, slice_ticks):
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("bad machine")
        self.q = slice_ticks
        self.cpus = [Cpu() for _ in range(cpus)]
        self.entities = {}
        self.now = 0
        self.order = 0
        self.last_average = Fraction(0)
        self.bonus = Fraction(0)

    def add(self, now, task, weight):
        self.check(now)
        if weight < 1:
            raise ValueError("bad weight")
        if task in self.entities:
            raise TaskStateError("already there")
        self.account(now)
        entity = Entity(weight)
        entity.v = self.average()
        self.entities[task] = entity
        return self.enter(entity)

    def wake(self, now, task):
        self.check(now)
        entity = self.get(task)
        self.account(now)
        if entity.runnable and entity.cpu is None:
            return None
        entity.v = max(entity.v, self.average() - entity.lag / entity.weight)
        return self.enter(entity)

    def block(self, now, task):
        self.check(now)
        entity = self.get(task)
        if not entity.runnable:
            raise TaskStateError("already blocked")
        self.account(now)
        owed = (self.average() - entity.v) * entity.weight
        entity.lag = max(Fraction(0), min(owed, Fraction(self.q)))
        self.leave(entity)

    def exit(self, now, task):
        self.check(now)
        entity = self.get(task)
        self.account(now)
        debt = max(Fraction(0), (entity.v - self.average()) * entity.weight)
        if entity.runnable:
            self.leave(entity)
        else:
            debt = debt * self.total_weight() / (self.total_weight() + entity.weight)
        if self.total_weight():
            self.bonus += debt
        del self.entities[task]

    def set_weight(self, now, task, weight):
        self.check(now)
        if weight < 1:
            raise ValueError("bad weight")
        entity = self.get(task)
        self.account(now)
        average = self.average()
        length = (entity.deadline - entity.v) * entity.weight / weight
        entity.v = average - (average - entity.v) * entity.weight / weight
        entity.deadline = entity.v + length
        entity.weight = weight

    def tick(self, now, cpu):
        self.check(now, cpu)
        self.account(now)
        slot = self.cpus[cpu]
        if not self.waiting():
            return False
        return slot.task is None or now - slot.start >= self.q

    def pick(self, now, cpu):
        self.check(now, cpu)
        self.account(now)
        slot = self.cpus[cpu]
        if slot.task is not None:
            entity = self.entities[slot.task]
            entity.cpu = None
            self.order += 1
            entity.order = self.order
            if entity.v >= entity.deadline:
                entity.deadline = entity.v + Fraction(self.q, entity.weight)
        slot.task = None
        slot.since = slot.start = now
        waiting = self.waiting()
        if not waiting:
            return None
        average = self.average()
        eligible = [item for item in waiting if item[1].v <= average]
        if not eligible:
            eligible = [min(waiting, key=lambda item: (item[1].v, item[1].order))]
        task, entity = min(eligible, key=lambda item: (item[1].deadline, item[1].order))
        slot.task = task
        entity.cpu = cpu
        return task

    def runtime(self, now, task):
        self.check(now)
        entity = self.get(task)
        self.account(now)
        return entity.total

    def check(self, now, cpu=0):
        if now < self.now or cpu < 0 or cpu >= len(self.cpus):
            raise ValueError("bad time or cpu")

    def get(self, task):
        try:
            return self.entities[task]
        except KeyError:
            raise UnknownTask(task) from None

    def account(self, now):
        self.now = now
        for slot in self.cpus:
            delta = now - slot.since
            slot.since = now
            if slot.task is not None:
                entity = self.entities[slot.task]
                entity.total += delta
                entity.v += Fraction(delta, entity.weight)

    def total_weight(self):
        return sum(e.weight for e in self.entities.values() if e.runnable)

    def average(self):
        weight = self.total_weight()
        if weight:
            total = sum(e.weight * e.v for e in self.entities.values() if e.runnable)
            self.last_average = (total + self.bonus) / weight
        else:
            self.bonus = Fraction(0)
        return self.last_average

    def waiting(self):
        return [(t, e) for t, e in self.entities.items() if e.runnable and e.cpu is None]

    def enter(self, entity):
        entity.runnable = True
        entity.cpu = None
        entity.deadline = entity.v + Fraction(self.q, entity.weight)
        self.order += 1
        entity.order = self.order
        worst = None
        for number, slot in enumerate(self.cpus):
            if slot.task is None:
                return number
            deadline = self.entities[slot.task].deadline
            if deadline > entity.deadline and (worst is None or deadline > worst[0]):
                worst = (deadline, number)
        return worst[1] if worst and entity.v <= self.average() else None

    def leave(self, entity):
        if entity.cpu is not None:
            self.cpus[entity.cpu].task = None
            entity.cpu = None
        self.average()
        entity.runnable = False
