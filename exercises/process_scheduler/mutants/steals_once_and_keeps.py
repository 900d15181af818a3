"""Newcomers all queue at CPU 0; another CPU steals one when it is idle, then serves that one alone.

Killed by: equal-tasks-share-all-cpus, cpus-are-shared-evenly
"""


class UnknownTask(Exception):
    pass


class TaskStateError(Exception):
    pass


class Task:
    def __init__(self, weight, home, vruntime):
        self.weight = weight
        self.home = home
        self.vruntime = vruntime
        self.used = 0
        self.blocked = False


class ProcessScheduler:
    def __init__(self, cpus, slice_ticks):
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("at least 1")
        self.cpus = range(cpus)
        self.slice = slice_ticks
        self.now = 0
        self.tasks = {}
        self.queues = [[] for _ in self.cpus]
        self.running = [None for _ in self.cpus]
        self.since = [0 for _ in self.cpus]
        self.started = [0 for _ in self.cpus]
        self.floor = 0.0

    def add(self, now, task, weight):
        self.check(now)
        if weight < 1:
            raise ValueError(weight)
        if task in self.tasks:
            raise TaskStateError(task)
        self.settle(now)
        home = 0
        self.tasks[task] = Task(weight, home, self.floor + self.slice / weight)
        self.queues[home].append(task)
        return home

    def wake(self, now, task):
        self.check(now)
        found = self.find(task)
        self.settle(now)
        if not found.blocked:
            return None
        found.blocked = False
        found.vruntime = max(found.vruntime, self.floor)
        self.queues[found.home].append(task)
        return found.home

    def block(self, now, task):
        self.check(now)
        found = self.find(task)
        if found.blocked:
            raise TaskStateError(task)
        self.settle(now)
        self.take_out(task)
        found.blocked = True

    def exit(self, now, task):
        self.check(now)
        found = self.find(task)
        self.settle(now)
        if not found.blocked:
            self.take_out(task)
        del self.tasks[task]

    def set_weight(self, now, task, weight):
        self.check(now)
        if weight < 1:
            raise ValueError(weight)
        found = self.find(task)
        self.settle(now)
        found.vruntime = self.floor + (found.vruntime - self.floor) * found.weight / weight
        found.weight = weight

    def tick(self, now, cpu):
        self.check(now, cpu)
        self.settle(now)
        over = self.running[cpu] is None or now - self.started[cpu] >= self.slice
        return over and any(self.queues)

    def pick(self, now, cpu):
        self.check(now, cpu)
        self.settle(now)
        last = self.running[cpu]
        if last is not None:
            self.queues[cpu].append(last)
        self.running[cpu] = None
        self.started[cpu] = now
        queue = self.queues[cpu]
        if not queue:
            queue = max(self.queues, key=len)
        if not queue:
            return None
        task = min(queue, key=lambda one: self.tasks[one].vruntime)
        queue.remove(task)
        self.tasks[task].home = cpu
        self.running[cpu] = task
        return task

    def runtime(self, now, task):
        self.check(now)
        found = self.find(task)
        self.settle(now)
        return found.used

    def check(self, now, cpu=0):
        if now < self.now or cpu not in self.cpus:
            raise ValueError("time or cpu")

    def find(self, task):
        if task not in self.tasks:
            raise UnknownTask(task)
        return self.tasks[task]

    def settle(self, now):
        self.now = now
        for cpu in self.cpus:
            ticks = now - self.since[cpu]
            self.since[cpu] = now
            if self.running[cpu] is not None:
                task = self.tasks[self.running[cpu]]
                task.used += ticks
                task.vruntime += ticks / task.weight
        values = [one.vruntime for one in self.tasks.values() if not one.blocked]
        if values:
            self.floor = max(self.floor, min(values))

    def take_out(self, task):
        if task in self.running:
            self.running[self.running.index(task)] = None
        else:
            self.queues[self.tasks[task].home].remove(task)
