"""The baseline: round robin without weights.

Each CPU has a queue of its own; a task belongs to the CPU that had the fewest tasks when it arrived,
for ever. A CPU with an empty queue takes the first task of the longest one, for one slice. Nobody
is interrupted when a task wakes. This is the simple policy that scores are measured from.
"""

from collections import deque
from dataclasses import dataclass


class UnknownTask(Exception):  # noqa: N818  (the name is the interface)
    """The id names no live task."""


class TaskStateError(Exception):
    """The task is live but in the wrong state for this call."""


@dataclass(slots=True, eq=False)
class _Task:
    name: int
    home: int
    ran: int = 0
    runnable: bool = False
    cpu: int | None = None


class ProcessScheduler:
    """Shares equal CPUs among tasks, whatever their weights."""

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("there must be a CPU, and a slice of at least one tick")
        self._slice = slice_ticks
        self._now = 0
        self._tasks: dict[int, _Task] = {}
        self._queues: list[deque[_Task]] = [deque() for _ in range(cpus)]
        self._members = [0] * cpus
        self._running: list[_Task | None] = [None] * cpus
        self._since = [0] * cpus
        self._picked = [0] * cpus

    def add(self, now: int, task: int, weight: int) -> int | None:
        """Put a new task at the end of the shortest queue."""
        self._check(now, weight=weight)
        if task in self._tasks:
            raise TaskStateError(f"task {task} is live")
        self._now = now
        home = self._members.index(min(self._members))
        self._members[home] += 1
        made = self._tasks[task] = _Task(task, home)
        self._start(made)
        return None

    def wake(self, now: int, task: int) -> int | None:
        """Put a blocked task at the end of its queue."""
        self._check(now)
        found = self._find(task)
        self._now = now
        if not found.runnable:
            self._start(found)
        return None

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
        if found.runnable:
            self._leave(found)
        self._members[found.home] -= 1
        del self._tasks[task]

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Check the call; weights are ignored."""
        self._check(now, weight=weight)
        self._find(task)
        self._now = now

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether a task waits anywhere and this CPU is idle or its slice has ended."""
        self._check(now, cpu=cpu)
        self._now = now
        ended = self._running[cpu] is None or now - self._picked[cpu] >= self._slice
        return ended and any(self._queues)

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the first task of this CPU's queue, or else of the longest, or None."""
        self._check(now, cpu=cpu)
        self._settle(now)
        last = self._running[cpu]
        if last is not None:
            last.cpu = None
            self._queues[last.home].append(last)
        queue = self._queues[cpu] or max(self._queues, key=len)
        chosen = queue.popleft() if queue else None
        self._running[cpu] = chosen
        self._since[cpu] = self._picked[cpu] = now
        if chosen is None:
            return None
        chosen.cpu = cpu
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
        if not 0 <= cpu < len(self._running) or weight < 1:
            raise ValueError(f"CPU {cpu} or weight {weight} is out of range")

    def _find(self, task: int) -> _Task:
        if task not in self._tasks:
            raise UnknownTask(f"no task {task} is live")
        return self._tasks[task]

    def _settle(self, now: int) -> None:
        """Charge all running tasks up to ``now``."""
        self._now = now
        for cpu, task in enumerate(self._running):
            if task is not None:
                task.ran += now - self._since[cpu]
            self._since[cpu] = now

    def _start(self, task: _Task) -> None:
        task.runnable = True
        self._queues[task.home].append(task)

    def _leave(self, task: _Task) -> None:
        """Take a runnable task off its CPU or out of its queue."""
        if task.cpu is None:
            self._queues[task.home].remove(task)
        else:
            self._running[task.cpu] = None
            task.cpu = None
        task.runnable = False
