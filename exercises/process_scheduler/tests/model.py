"""The oracle's state: who is queued, who runs where and who has used how many ticks; no policy.

It never chooses a task: it says what is wrong with the one that the solution chose, and follows it.
``now`` never decreases here; ``rules`` refuses such a call before it comes to the model.
"""

from dataclasses import dataclass


@dataclass(slots=True)
class Task:
    """A live task: blocked, or queued, or running on ``cpu``."""

    weight: int
    runnable: bool = True
    cpu: int | None = None
    used_ticks: int = 0


@dataclass(slots=True)
class Cpu:
    """One CPU: what runs on it since the pick at ``picked_at``."""

    task: int | None = None
    picked_at: int = 0
    settled_at: int = 0


class Model:
    """The state that the rules prescribe, given the picks of the solution."""

    def __init__(self, cpus: int, slice_ticks: int) -> None:
        self.slice_ticks = slice_ticks
        self.now = 0
        self.tasks: dict[int, Task] = {}
        self.cpus = [Cpu() for _ in range(cpus)]

    # What is so

    def queued(self) -> list[int]:
        """Return the tasks that are runnable and not running."""
        return [name for name, task in self.tasks.items() if task.runnable and task.cpu is None]

    def runnable(self) -> list[int]:
        """Return the tasks that are queued or running."""
        return [name for name, task in self.tasks.items() if task.runnable]

    def blocked(self) -> list[int]:
        """Return the live tasks that are not runnable."""
        return [name for name, task in self.tasks.items() if not task.runnable]

    def describe(self, task: int) -> str:
        """Say what a task does."""
        found = self.tasks.get(task)
        if found is None:
            return f"task {task} is not live"
        if found.cpu is not None:
            return f"task {task} runs on CPU {found.cpu}"
        return f"task {task} is {'queued' if found.runnable else 'blocked'}"

    def pick_fault(self, cpu: int, chosen: int | None) -> str | None:
        """Return what is wrong with a pick, or None."""
        last = self.cpus[cpu].task
        choice = self.queued() + ([last] if last is not None else [])
        if chosen is None:
            if not choice:
                return None
            return f"the queue holds {_names(choice)}: a CPU must not idle while a task is queued"
        if chosen in choice:
            return None
        right = f"one of {_names(choice)}" if choice else "None, because no task is queued"
        return f"{self.describe(chosen)}; right is {right}"

    def may_not_run_on(self, now: int, cpu: int) -> str | None:
        """Return why ``tick`` must answer True, or None if False is right too."""
        waiting = self.queued()
        if not waiting:
            return None
        place = self.cpus[cpu]
        if place.task is None:
            return f"CPU {cpu} is idle and the queue holds {_names(waiting)}"
        ran = now - place.picked_at
        if ran < self.slice_ticks:
            return None
        return (
            f"task {place.task} has run {ran} ticks since its pick at {place.picked_at}, a slice is"
            f" {self.slice_ticks}, and the queue holds {_names(waiting)}"
        )

    def used_ticks(self, now: int, task: int) -> int:
        """Return the right answer of ``runtime``."""
        found = self.tasks[task]
        running = 0 if found.cpu is None else now - self.cpus[found.cpu].settled_at
        return found.used_ticks + running

    # What happens

    def settle(self, now: int) -> None:
        """Charge all running tasks up to ``now``."""
        self.now = now
        for place in self.cpus:
            if place.task is not None:
                self.tasks[place.task].used_ticks += now - place.settled_at
            place.settled_at = now

    def added(self, now: int, task: int, weight: int) -> None:
        """Follow an ``add``."""
        self.settle(now)
        self.tasks[task] = Task(weight)

    def woken(self, now: int, task: int) -> None:
        """Follow a ``wake``."""
        self.settle(now)
        self.tasks[task].runnable = True

    def blocked_now(self, now: int, task: int) -> None:
        """Follow a ``block``."""
        self.settle(now)
        self._take_off(task)
        self.tasks[task].runnable = False

    def exited(self, now: int, task: int) -> None:
        """Follow an ``exit``."""
        self.settle(now)
        self._take_off(task)
        del self.tasks[task]

    def reweighted(self, now: int, task: int, weight: int) -> None:
        """Follow a ``set_weight``."""
        self.settle(now)
        self.tasks[task].weight = weight

    def picked(self, now: int, cpu: int, chosen: int | None) -> None:
        """Follow a ``pick`` that has no fault."""
        self.settle(now)
        place = self.cpus[cpu]
        if place.task is not None:
            self._take_off(place.task)
        place.task, place.picked_at = chosen, now
        if chosen is not None:
            self.tasks[chosen].cpu = cpu

    def _take_off(self, task: int) -> None:
        """Leave the CPU that a task runs on, if any, idle."""
        cpu = self.tasks[task].cpu
        if cpu is not None:
            self.cpus[cpu].task = None
            self.tasks[task].cpu = None


def _names(tasks: list[int]) -> str:
    return ", ".join(f"task {task}" for task in tasks)
