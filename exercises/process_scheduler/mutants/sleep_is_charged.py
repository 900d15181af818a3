"""The account of a task that blocks is closed when it wakes: its sleep is charged as if it had run.

Killed by: woken-tasks-wait-briefly
"""


class UnknownTask(Exception):
    pass


class TaskStateError(Exception):
    pass


class Task:
    def __init__(self, weight, vruntime):
        self.weight = weight
        self.vruntime = vruntime
        self.used = 0
        self.state = "queued"
        self.turn = 0


class ProcessScheduler:
    def __init__(self, cpus, slice_ticks):
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("cpus and slice_ticks must be positive")
        self.slice = slice_ticks
        self.clock = 0
        self.tasks = {}
        self.current = [None] * cpus
        self.charged = [0] * cpus
        self.picked = [0] * cpus
        self.floor = 0.0
        self.turns = 0

    def add(self, now, task, weight):
        self._check_now(now)
        if weight < 1:
            raise ValueError("weight")
        if task in self.tasks:
            raise TaskStateError(task)
        self._charge(now)
        self.tasks[task] = Task(weight, self.floor + self.slice / weight)
        self._to_queue(task)
        return self._idle_cpu()

    def wake(self, now, task):
        self._check_now(now)
        entry = self._find(task)
        self._charge(now)
        if entry.state != "blocked":
            return None
        entry.vruntime += (now - entry.blocked_at) / entry.weight
        entry.vruntime = max(entry.vruntime, self.floor - self.slice / (2 * entry.weight))
        self._to_queue(task)
        idle = self._idle_cpu()
        return self._cpu_to_preempt(entry) if idle is None else idle

    def block(self, now, task):
        self._check_now(now)
        entry = self._find(task)
        if entry.state == "blocked":
            raise TaskStateError(task)
        self._charge(now)
        self._leave_cpu(task)
        entry.state = "blocked"
        entry.blocked_at = now

    def exit(self, now, task):
        self._check_now(now)
        self._find(task)
        self._charge(now)
        self._leave_cpu(task)
        del self.tasks[task]

    def set_weight(self, now, task, weight):
        self._check_now(now)
        if weight < 1:
            raise ValueError("weight")
        entry = self._find(task)
        self._charge(now)
        ahead = (entry.vruntime - self.floor) * entry.weight
        entry.vruntime = self.floor + ahead / weight
        entry.weight = weight

    def tick(self, now, cpu):
        self._check_now(now)
        self._check_cpu(cpu)
        self._charge(now)
        if not self._queued():
            return False
        return self.current[cpu] is None or now - self.picked[cpu] >= self.slice

    def pick(self, now, cpu):
        self._check_now(now)
        self._check_cpu(cpu)
        self._charge(now)
        if self.current[cpu] is not None:
            self._to_queue(self.current[cpu])
            self.current[cpu] = None
        queued = self._queued()
        if not queued:
            return None
        task = min(queued, key=lambda t: (self.tasks[t].vruntime, self.tasks[t].turn))
        self.tasks[task].state = "running"
        self.current[cpu] = task
        self.picked[cpu] = now
        return task

    def runtime(self, now, task):
        self._check_now(now)
        entry = self._find(task)
        self._charge(now)
        return entry.used

    def _check_now(self, now):
        if now < self.clock:
            raise ValueError("time goes back")

    def _check_cpu(self, cpu):
        if not 0 <= cpu < len(self.current):
            raise ValueError("no such cpu")

    def _find(self, task):
        if task not in self.tasks:
            raise UnknownTask(task)
        return self.tasks[task]

    def _charge(self, now):
        self.clock = now
        for cpu, task in enumerate(self.current):
            ran = now - self.charged[cpu]
            self.charged[cpu] = now
            if task is not None:
                self.tasks[task].used += ran
                self.tasks[task].vruntime += ran / self.tasks[task].weight
        runnable = [t.vruntime for t in self.tasks.values() if t.state != "blocked"]
        if runnable:
            self.floor = max(self.floor, min(runnable))

    def _queued(self):
        return [task for task, entry in self.tasks.items() if entry.state == "queued"]

    def _to_queue(self, task):
        self.turns += 1
        self.tasks[task].state = "queued"
        self.tasks[task].turn = self.turns

    def _leave_cpu(self, task):
        if task in self.current:
            self.current[self.current.index(task)] = None

    def _idle_cpu(self):
        return self.current.index(None) if None in self.current else None

    def _cpu_to_preempt(self, entry):
        ahead = [(self.tasks[task].vruntime, cpu) for cpu, task in enumerate(self.current)]
        vruntime, cpu = max(ahead)
        return cpu if vruntime > entry.vruntime + 1 / entry.weight else None
