"""Earliest eligible virtual deadline first (EEVDF); tasks of short bursts are due at once.

A task's virtual time is the service that it received divided by its weight. The system's virtual time
is the average of all runnable tasks, weighted. A task that is not ahead of it is eligible; among the
eligible the one whose slice is due first runs. See Stoica and Abdel-Wahab, TR-95-22, Old Dominion
University, 1995.

Two heaps hold the queue: tasks that are ahead, by virtual time, and eligible ones, by deadline. The
average moves forward but for a little when somebody leaves, so an entry seldom changes its heap. An
entry whose number is not its task's any more is stale.
"""

import heapq
from dataclasses import dataclass

ONE = 720_720 * 5 << 8
"""One tick of virtual time for a task of weight 1.

Times are integers, so sums never lose a bit; most small weights divide this number exactly.
"""


class UnknownTask(Exception):  # noqa: N818  (the name is the interface)
    """The id names no live task."""


class TaskStateError(Exception):
    """The task is live but in the wrong state for this call."""


@dataclass(slots=True, eq=False)
class _Task:
    """A live task; queued if it is runnable and has no CPU."""

    name: int
    weight: int
    virtual: int
    length: int
    """Ticks from a request to its deadline, if it had a CPU of its own."""
    deadline: int = 0
    ran: int = 0
    burst: int = 0
    """Ticks since it last woke."""
    credit: int = 0
    """Ticks (times ONE) that it was owed when it blocked."""
    runnable: bool = False
    cpu: int | None = None
    entry: int = 0
    """Number of its valid entry in one of the heaps."""


@dataclass(slots=True)
class _Cpu:
    task: _Task | None = None
    picked: int = 0


class _Queue:
    """The tasks that wait for a CPU."""

    def __init__(self) -> None:
        self._ahead: list[tuple[int, int, _Task]] = []
        self._eligible: list[tuple[int, int, _Task]] = []
        self._entries = 0
        self.length = 0

    def put(self, task: _Task) -> None:
        """Queue a task under its present virtual time and deadline; among equals it is the last."""
        self._entries += 1
        task.entry = self._entries
        heapq.heappush(self._ahead, (task.virtual, task.entry, task))
        self.length += 1

    def remove(self, task: _Task) -> None:
        """Take a queued task out."""
        task.entry = 0
        self.length -= 1

    def take(self, virtual: int) -> _Task:
        """Take out the eligible task that is due first; if all are ahead, the least ahead."""
        self._sort(virtual)
        if not self._eligible:
            self._sort(self._ahead[0][0])
        chosen = heapq.heappop(self._eligible)[2]
        self.remove(chosen)
        return chosen

    def _sort(self, virtual: int) -> None:
        """Bring the entries that matter to the heap where they belong."""
        ahead, eligible = self._ahead, self._eligible
        while eligible and not _is_ready(eligible[0], virtual):
            _, entry, task = heapq.heappop(eligible)
            if entry == task.entry:
                heapq.heappush(ahead, (task.virtual, entry, task))
        while ahead and (ahead[0][0] <= virtual or ahead[0][1] != ahead[0][2].entry):
            _, entry, task = heapq.heappop(ahead)
            if entry == task.entry:
                heapq.heappush(eligible, (task.deadline, entry, task))


def _is_ready(item: tuple[int, int, _Task], virtual: int) -> bool:
    _, entry, task = item
    return entry == task.entry and task.virtual <= virtual


class ProcessScheduler:
    """Shares equal CPUs among weighted tasks."""

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        if cpus < 1 or slice_ticks < 1:
            raise ValueError("there must be a CPU, and a slice of at least one tick")
        self._slice = slice_ticks
        self._now = 0
        self._weight = 0
        """Of all runnable tasks."""
        self._moment = 0
        """Sum of weight times virtual time over all runnable tasks."""
        self._idle_virtual = 0
        self._tasks: dict[int, _Task] = {}
        self._queue = _Queue()
        self._cpus = [_Cpu() for _ in range(cpus)]

    def add(self, now: int, task: int, weight: int) -> int | None:
        """Take a new runnable task that is owed nothing; return the CPU that should pick."""
        self._check(now, weight=weight)
        if task in self._tasks:
            raise TaskStateError(f"task {task} is live")
        self._settle(now)
        made = self._tasks[task] = _Task(task, weight, self._virtual(), self._slice)
        return self._start(made)

    def wake(self, now: int, task: int) -> int | None:
        """Make a blocked task runnable; return the CPU that should pick at once, or None."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        if found.runnable:
            return None
        # A debt is paid off while the task sleeps, as fast as if it had waited in the queue; what
        # it was owed is kept, and does not grow.
        credit = found.credit // found.weight
        found.virtual = max(found.virtual, self._virtual() - credit)
        return self._start(found)

    def block(self, now: int, task: int) -> None:
        """Stop a runnable task, running or queued, from being runnable."""
        self._check(now)
        found = self._find(task)
        if not found.runnable:
            raise TaskStateError(f"task {task} is blocked already")
        self._settle(now)
        if found.burst:
            found.length = self._slice if found.burst >= self._slice else 0
        owed = (self._virtual() - found.virtual) * found.weight
        found.credit = min(max(owed, 0), self._slice * ONE)
        self._leave(found)

    def exit(self, now: int, task: int) -> None:
        """End a live task; its id is free for a new one."""
        self._check(now)
        found = self._find(task)
        self._settle(now)
        debt = max(found.virtual - self._virtual(), 0) * found.weight
        if not found.runnable:
            debt = debt * self._weight // (self._weight + found.weight)
        if found.runnable:
            self._leave(found)
        if self._weight:
            # What it owed stays owed to the others: else tasks that exit after each slice, and come
            # again as new ones, would pass everybody for ever.
            self._moment += debt
        del self._tasks[task]

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a live task a new weight; what it is owed or owes stays the same in ticks."""
        self._check(now, weight=weight)
        found = self._find(task)
        self._settle(now)
        system, old = self._virtual(), found.weight
        virtual = system + (found.virtual - system) * old // weight
        if found.runnable:
            self._weight += weight - old
            self._moment += virtual * weight - found.virtual * old
        found.deadline = virtual + (found.deadline - found.virtual) * old // weight
        found.virtual, found.weight = virtual, weight
        if found.entry:
            self._queue.remove(found)
            self._queue.put(found)

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether a task waits and this CPU is idle or its slice has ended."""
        self._check(now, cpu=cpu)
        self._settle(now)
        place = self._cpus[cpu]
        ended = place.task is None or now - place.picked >= self._slice
        return ended and self._queue.length > 0

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that runs on ``cpu`` from ``now`` on, None for idle."""
        self._check(now, cpu=cpu)
        self._settle(now)
        place = self._cpus[cpu]
        if place.task is not None:
            self._put_back(place.task)
        place.task, place.picked = None, now
        if not self._queue.length:
            return None
        place.task = self._queue.take(self._virtual())
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
        """Charge all running tasks up to ``now``."""
        ticks, self._now = now - self._now, now
        for place in self._cpus:
            task = place.task
            if task is None or not ticks:
                continue
            task.ran += ticks
            task.burst += ticks
            # Rounded up, and deadlines down: a whole slice always reaches its deadline.
            step = -(-ticks * ONE // task.weight)
            task.virtual += step
            self._moment += step * task.weight

    def _virtual(self) -> int:
        return self._moment // self._weight if self._weight else self._idle_virtual

    def _put_back(self, task: _Task) -> None:
        """Queue a task that was running, with a new request if the last one is fulfilled."""
        if task.burst >= self._slice:
            task.length = self._slice
        if task.virtual >= task.deadline:
            task.deadline = task.virtual + task.length * ONE // task.weight
        task.cpu = None
        self._queue.put(task)

    def _start(self, task: _Task) -> int | None:
        """Queue a task that becomes runnable; return the CPU that it should have at once."""
        task.runnable = True
        task.burst = 0
        task.deadline = task.virtual + task.length * ONE // task.weight
        self._weight += task.weight
        self._moment += task.virtual * task.weight
        self._queue.put(task)
        latest, found = task.deadline, None
        for cpu, place in enumerate(self._cpus):
            if place.task is None:
                return cpu
            if place.task.deadline > latest:
                latest, found = place.task.deadline, cpu
        return found if task.virtual <= self._virtual() else None

    def _leave(self, task: _Task) -> None:
        """Take a runnable task off its CPU or out of the queue."""
        if task.cpu is None:
            self._queue.remove(task)
        else:
            self._cpus[task.cpu].task = None
            task.cpu = None
        task.runnable = False
        self._weight -= task.weight
        self._moment -= task.virtual * task.weight
        if not self._weight:
            self._idle_virtual = max(self._idle_virtual, task.virtual)
            self._moment = 0
