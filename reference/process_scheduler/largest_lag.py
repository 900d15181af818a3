"""Whoever is owed most runs next: the fluid ideal is computed, not approximated.

For every live task the lag is kept: the ticks that it would have received from a processor that runs
all runnable tasks at once, each at its share, less the ticks that it did receive. What a task is owed
or owes when it leaves or joins is divided among the others by weight, as in section 3 of Stoica and Abdel-Wahab, TR-95-22. Nothing is indexed;
every call looks at all tasks.
"""

from dataclasses import dataclass


class UnknownTask(Exception):  # noqa: N818  (the name is the interface)
    """The id names no live task."""


class TaskStateError(Exception):
    """The task is live but in the wrong state for this call."""


@dataclass(slots=True, eq=False)
class _Task:
    name: int
    weight: int
    ran: int = 0
    lag: float = 0.0
    """In ticks."""
    runnable: bool = False
    cpu: int | None = None
    waits_since: int = 0
    """Number of the call that queued it."""
    blocked_at: float = 0.0
    """Fluid time, in ticks of a task of weight 1."""


class ProcessScheduler:
    """Shares equal CPUs among weighted tasks."""

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("there must be a CPU, and a slice of at least one tick")
        self._cpus = cpus
        self._slice = slice_ticks
        self._now = 0
        self._fluid = 0.0
        self._tasks: dict[int, _Task] = {}
        self._running: dict[int, _Task] = {}
        self._picked: dict[int, int] = {}
        self._calls = 0

    def add(self, now: int, task: int, weight: int) -> int | None:
        """Take a new runnable task that is owed nothing."""
        self._check(now, weight=weight)
        if task in self._tasks:
            raise TaskStateError(f"task {task} is live")
        self._settle(now)
        made = self._tasks[task] = _Task(task, weight)
        return self._join(made)

    def wake(self, now: int, task: int) -> int | None:
        """Make a blocked task runnable; a debt has shrunk as if it had waited in the queue."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        if found.runnable:
            return None
        return self._join(found)

    def block(self, now: int, task: int) -> None:
        """Stop a runnable task, running or queued, from being runnable."""
        self._check(now)
        found = self._find(task)
        if not found.runnable:
            raise TaskStateError(f"task {task} is blocked already")
        self._settle(now)
        self._leave(found)

    def exit(self, now: int, task: int) -> None:
        """End a live task; its id is free for a new one."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        debt = max(0.0, -self._lag_among(found))
        if found.runnable:
            self._leave(found)
        # What it owed stays owed to the others: else tasks that exit after each slice, and come
        # again as new ones, would pass everybody for ever.
        self._share(debt, self._runnable())
        del self._tasks[task]

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a live task a new weight; lags are in ticks, so nothing else changes."""
        self._check(now, weight=weight)
        found = self._find(task)
        self._settle(now)
        found.weight = weight

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether a task waits and this CPU is idle or its slice has ended."""
        self._check(now, cpu=cpu)
        self._settle(now)
        if not self._queued():
            return False
        return cpu not in self._running or now - self._picked[cpu] >= self._slice

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that is owed most, None if none is queued."""
        self._check(now, cpu=cpu)
        self._settle(now)
        if cpu in self._running:
            self._enqueue(self._running.pop(cpu))
        queued = self._queued()
        if not queued:
            return None
        chosen = min(queued, key=lambda one: (-one.lag, one.waits_since))
        chosen.cpu = cpu
        self._running[cpu] = chosen
        self._picked[cpu] = now
        return chosen.name

    def runtime(self, now: int, task: int) -> int:
        """Return the CPU ticks that a live task has used."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        return found.ran

    def _check(self, now: int, cpu: int = 0, weight: int = 1) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")
        if not 0 <= cpu < self._cpus or weight < 1:
            raise ValueError(f"CPU {cpu} or weight {weight} is out of range")

    def _find(self, task: int) -> _Task:
        if task not in self._tasks:
            raise UnknownTask(f"no task {task} is live")
        return self._tasks[task]

    def _runnable(self) -> list[_Task]:
        return [task for task in self._tasks.values() if task.runnable]

    def _queued(self) -> list[_Task]:
        return [task for task in self._tasks.values() if task.runnable and task.cpu is None]

    def _settle(self, now: int) -> None:
        """Let the ideal processor and the real ones run up to ``now``."""
        ticks, self._now = now - self._now, now
        if not ticks or not self._running:
            return
        self._share(ticks * len(self._running), self._runnable())
        for task in self._running.values():
            task.ran += ticks
            task.lag -= ticks
        self._fluid += ticks * len(self._running) / sum(task.weight for task in self._runnable())

    def _lag_now(self, task: _Task) -> float:
        """Return a task's lag; a debt shrinks while it sleeps as if it waited in the queue."""
        if task.runnable or task.lag >= 0:
            return task.lag
        slept = self._fluid - task.blocked_at
        return min(0.0, task.lag + task.weight * slept)

    def _lag_among(self, task: _Task) -> float:
        """Return the lag that a task has, or would have if it joined: it moves the ideal itself."""
        lag = self._lag_now(task)
        if task.runnable:
            return lag
        rest = sum(other.weight for other in self._runnable())
        return lag * rest / (rest + task.weight)

    def _share(self, ticks: float, among: list[_Task]) -> None:
        """Divide ``ticks`` by weight."""
        total = sum(task.weight for task in among)
        for task in among:
            task.lag += ticks * task.weight / total

    def _enqueue(self, task: _Task) -> None:
        self._calls += 1
        task.cpu = None
        task.waits_since = self._calls

    def _join(self, task: _Task) -> int | None:
        """Queue a task; return an idle CPU, or the one whose task is owed a slice less."""
        task.lag = self._lag_among(task)
        self._share(-task.lag, self._runnable())
        task.runnable = True
        self._enqueue(task)
        for cpu in range(self._cpus):
            if cpu not in self._running:
                return cpu
        least = min(self._running.values(), key=lambda one: one.lag)
        return least.cpu if least.lag + self._slice <= task.lag else None

    def _leave(self, task: _Task) -> None:
        if task.cpu is not None:
            del self._running[task.cpu]
            task.cpu = None
        task.runnable = False
        self._share(task.lag, self._runnable())
        rest = sum(other.weight for other in self._runnable())
        # The ideal of those that stay has moved by its lag, so its distance from them has grown.
        task.lag = min(task.lag * (1 + task.weight / rest), self._slice) if rest else 0.0
        task.blocked_at = self._fluid
