"""First in, first out with slices: the simplest thing that can drive a simulation."""

from collections import deque


class FifoScheduler:
    """Takes the calls of a ``Machine`` and keeps a log of them."""

    def __init__(self, slice_ticks: int) -> None:
        self.due: set[int] = set()
        self.log: list[tuple[object, ...]] = []
        self._slice = slice_ticks
        self._queue: deque[int] = deque()
        self._running: dict[int, int] = {}
        self._picked_at: dict[int, int] = {}

    def add(self, now: int, task: int, weight: int) -> None:
        """Queue a task."""
        self.log.append(("add", now, task, weight))
        self._queue.append(task)

    def wake(self, now: int, task: int) -> None:
        """Queue a task again."""
        self.log.append(("wake", now, task))
        self._queue.append(task)

    def block(self, now: int, task: int) -> None:
        """Take a running task off its CPU."""
        self.log.append(("block", now, task))
        self._take_off(task)

    def exit(self, now: int, task: int) -> None:
        """Forget a task."""
        self.log.append(("exit", now, task))
        self._take_off(task)

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Only note the call."""
        self.log.append(("set_weight", now, task, weight))

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether the slice has ended and somebody waits."""
        return bool(self._queue) and now - self._picked_at[cpu] >= self._slice

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that waits longest."""
        if cpu in self._running:
            self._queue.append(self._running.pop(cpu))
        if not self._queue:
            return None
        self._running[cpu] = self._queue.popleft()
        self._picked_at[cpu] = now
        return self._running[cpu]

    def _take_off(self, task: int) -> None:
        if task in self._queue:
            self._queue.remove(task)
        self._running = {cpu: one for cpu, one in self._running.items() if one != task}
