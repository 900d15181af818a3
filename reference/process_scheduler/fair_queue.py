"""Smallest virtual runtime first, as in Linux's former CFS and in start-time fair queueing.

Queued tasks lie in a heap by virtual runtime; an entry whose number is not its task's any more is
stale and skipped. A floor that never falls, the least virtual runtime among runnable tasks, is where
newcomers and long sleepers are placed. See Goyal, Vin and Cheng, SIGCOMM 1996, and
``Documentation/scheduler/sched-design-CFS.rst`` of Linux.
"""

import heapq
from dataclasses import dataclass

ONE = 1 << 24
"""One tick of virtual runtime for a task of weight 1."""


class UnknownTask(Exception):  # noqa: N818  (the name is the interface)
    """The id names no live task."""


class TaskStateError(Exception):
    """The task is live but in the wrong state for this call."""


@dataclass(slots=True, eq=False)
class _Task:
    name: int
    weight: int
    virtual: int
    ran: int = 0
    runnable: bool = False
    cpu: int | None = None
    entry: int = -1
    """Number of its valid entry in the heap; -1 if it is not queued."""


@dataclass(slots=True)
class _Cpu:
    task: _Task | None = None
    since: int = 0
    picked: int = 0


class ProcessScheduler:
    """Shares equal CPUs among weighted tasks."""

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("there must be a CPU, and a slice of at least one tick")
        self._slice = slice_ticks
        self._now = 0
        self._cpus = [_Cpu() for _ in range(cpus)]
        self._tasks: dict[int, _Task] = {}
        self._heap: list[tuple[int, int, _Task]] = []
        self._entries = 0
        self._queued = 0
        self._floor = 0

    def add(self, now: int, task: int, weight: int) -> int | None:
        """Take a new runnable task; it starts a slice behind the floor and waits for its turn."""
        self._check(now, weight=weight)
        if task in self._tasks:
            raise TaskStateError(f"task {task} is live")
        self._settle(now)
        # At the floor itself, newcomers that exit soon would pass everybody for ever.
        made = _Task(task, weight, self._floor + self._slice * ONE // weight)
        self._tasks[task] = made
        made.runnable = True
        self._enqueue(made)
        return self._idle_cpu()

    def wake(self, now: int, task: int) -> int | None:
        """Make a blocked task runnable; return the CPU whose task is furthest ahead of it."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        if found.runnable:
            return None
        found.runnable = True
        # At most half a slice in front of the floor, whatever it slept; a debt stays.
        found.virtual = max(found.virtual, self._floor - self._slice * ONE // (2 * found.weight))
        self._enqueue(found)
        idle = self._idle_cpu()
        return self._victim(found) if idle is None else idle

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
        del self._tasks[task]

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a live task a new weight; its distance from the floor stays the same in ticks."""
        self._check(now, weight=weight)
        found = self._find(task)
        self._settle(now)
        distance = (found.virtual - self._floor) * found.weight
        found.virtual = self._floor + distance // weight
        found.weight = weight
        if found.entry >= 0:
            self._queued -= 1
            self._enqueue(found)

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether a task waits and this CPU is idle or its slice has ended."""
        self._check(now, cpu=cpu)
        self._settle(now)
        place = self._cpus[cpu]
        ended = place.task is None or now - place.picked >= self._slice
        return ended and self._queued > 0

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task of the smallest virtual runtime, None if none is queued."""
        self._check(now, cpu=cpu)
        self._settle(now)
        place = self._cpus[cpu]
        if place.task is not None:
            place.task.cpu = None
            self._enqueue(place.task)
        place.task = self._dequeue()
        place.since = place.picked = now
        if place.task is None:
            return None
        place.task.cpu = cpu
        return place.task.name

    def runtime(self, now: int, task: int) -> int:
        """Return the CPU ticks that a live task has used."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        return found.ran

    def _check(self, now: int, cpu: int = 0, weight: int = 1) -> None:
        if now < self._now:
            raise ValueError(f"time went back from {self._now} to {now}")
        if not 0 <= cpu < len(self._cpus) or weight < 1:
            raise ValueError(f"CPU {cpu} or weight {weight} is out of range")

    def _find(self, task: int) -> _Task:
        if task not in self._tasks:
            raise UnknownTask(f"no task {task} is live")
        return self._tasks[task]

    def _settle(self, now: int) -> None:
        """Charge all running tasks up to ``now`` and raise the floor."""
        self._now = now
        for place in self._cpus:
            ticks, place.since = now - place.since, now
            if place.task is not None and ticks:
                place.task.ran += ticks
                place.task.virtual += ticks * ONE // place.task.weight
        self._drop_stale()
        values = [place.task.virtual for place in self._cpus if place.task is not None]
        values += [self._heap[0][0]] if self._heap else []
        self._floor = max(self._floor, min(values, default=self._floor))

    def _drop_stale(self) -> None:
        while self._heap and self._heap[0][2].entry != self._heap[0][1]:
            heapq.heappop(self._heap)

    def _enqueue(self, task: _Task) -> None:
        self._entries += 1
        self._queued += 1
        task.entry = self._entries
        heapq.heappush(self._heap, (task.virtual, task.entry, task))

    def _dequeue(self) -> _Task | None:
        self._drop_stale()
        if not self._heap:
            return None
        task = heapq.heappop(self._heap)[2]
        task.entry = -1
        self._queued -= 1
        return task

    def _leave(self, task: _Task) -> None:
        if task.cpu is None:
            task.entry = -1
            self._queued -= 1
        else:
            self._cpus[task.cpu].task = None
            task.cpu = None
        task.runnable = False

    def _idle_cpu(self) -> int | None:
        return next((cpu for cpu, place in enumerate(self._cpus) if place.task is None), None)

    def _victim(self, task: _Task) -> int | None:
        """Return the CPU whose task is the furthest ahead of ``task``, if any is by enough."""
        enough = task.virtual + ONE // task.weight
        ahead = [
            (place.task.virtual, cpu)
            for cpu, place in enumerate(self._cpus)
            if place.task is not None and place.task.virtual >= enough
        ]
        return max(ahead)[1] if ahead else None
