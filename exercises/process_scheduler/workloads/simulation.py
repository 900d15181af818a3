"""A deterministic machine of one or several CPUs that drives a scheduler, tick by tick.

In every tick the events come in one order: bursts that end (block or exit), wake-ups, arrivals,
new weights, then the CPUs by number. A CPU picks if it is idle, if ``add`` or ``wake`` asked it to,
or if its ``tick`` answers True; a tickless machine asks ``tick`` only where a slice is over. The scheduler learns of each event when it happens and of none
before: only this side knows how long a burst is.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from exercises.process_scheduler.workloads.plan import Burst, Plan, Scenario, Then

_REMEMBERED_SPANS = 14


class Machine(Protocol):
    """What a simulation needs of a session with a scheduler."""

    due: set[int]

    def add(self, now: int, task: int, weight: int) -> None:
        """Add a task."""

    def wake(self, now: int, task: int) -> None:
        """Wake a task."""

    def block(self, now: int, task: int) -> None:
        """Block a task."""

    def exit(self, now: int, task: int) -> None:
        """End a task."""

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a task a weight."""

    def tick(self, now: int, cpu: int) -> bool:
        """Return whether a CPU should pick."""

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that a CPU runs from now on."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The tick [now, now + 1).

    Attributes:
        now: Its start.
        running: What each CPU runs, None for idle.
        runnable: Weights of the tasks that run or are queued.
        live: Weights of all tasks.
        stints: A number for each runnable task; it is another one after each wake-up and each
            change of its weight.
    """

    now: int
    running: tuple[int | None, ...]
    runnable: Mapping[int, int]
    live: Mapping[int, int]
    stints: Mapping[int, int]


@dataclass(slots=True)
class _Life:
    """A live task. ``left`` is what remains of its burst, None if that never ends."""

    plan: Plan
    weight: int
    stint: int
    burst: int = 0
    left: int | None = None
    wakes_at: int | None = None


@dataclass(slots=True)
class _Span:
    task: int | None
    ticks: int


class Simulation:
    """Plays plans on a machine. Use one for one run."""

    def __init__(self, machine: Machine, scenario: Scenario) -> None:
        cpus, plans = scenario.cpus, scenario.plans
        self._machine = machine
        self._plans = plans
        self._start = scenario.start
        self._tickless = scenario.tickless
        self._slice = scenario.slice_ticks
        self._picked_at = [0] * cpus
        self._running: list[int | None] = [None] * cpus
        self._lives: dict[int, _Life] = {}
        self._returns: list[Plan] = []
        self._next_id = max((plan.task for plan in plans), default=0) + 1
        self._stints = 0
        self._spans = [deque([_Span(None, 0)], maxlen=_REMEMBERED_SPANS) for _ in range(cpus)]

    def run(self, ticks: int) -> Iterator[Moment]:
        """Yield each tick when it is decided who runs in it."""
        for now in range(self._start, self._start + ticks):
            self._end_bursts(now)
            self._wake(now)
            self._follow_plans(now)
            self._schedule(now)
            yield self._moment(now)
            self._execute()

    def story(self) -> str:
        """Return the plans and who ran last, for a student's eyes."""
        timer = "only at the end of a slice" if self._tickless else "on every tick"
        begin = f"The simulation starts at tick {self._start}; the timer interrupts {timer}."
        lines = [begin, *map(str, self._plans)]
        for cpu, spans in enumerate(self._spans):
            parts = [
                ("idle" if span.task is None else f"task {span.task}") + f" x {span.ticks}"
                for span in spans
                if span.ticks
            ]
            lines.append(f"CPU {cpu} ran (task x ticks, the last ones): {', '.join(parts)}")
        return "\n".join(lines)

    def _end_bursts(self, now: int) -> None:
        for task, life in list(self._lives.items()):
            if life.left == 0:
                self._next_burst(now, task, life)
            elif life.plan.leaves is not None and life.plan.leaves <= now - self._start:
                self._exit(now, task)

    def _next_burst(self, now: int, task: int, life: _Life) -> None:
        """Let a task that has finished a burst sleep, or exit."""
        plan = life.plan
        sleep = plan.bursts[life.burst].sleep
        life.burst += 1
        is_last = life.burst == len(plan.bursts)
        if is_last and plan.then in (Then.EXIT, Then.RETURN):
            self._exit(now, task)
            if plan.then is Then.RETURN:
                self._returns.append(self._successor(plan, now - self._start + sleep))
            return
        if is_last and plan.then is Then.REPEAT:
            life.burst = 0
        life.left = _length(plan.bursts, life.burst)
        life.wakes_at = now + sleep
        self._machine.block(now, task)
        self._take_off(task)

    def _successor(self, plan: Plan, arrival: int) -> Plan:
        self._next_id += 1
        return replace(plan, task=self._next_id - 1, arrival=arrival)

    def _exit(self, now: int, task: int) -> None:
        self._machine.exit(now, task)
        self._take_off(task)
        del self._lives[task]

    def _take_off(self, task: int) -> None:
        self._running = [None if one == task else one for one in self._running]

    def _wake(self, now: int) -> None:
        for task, life in self._lives.items():
            if life.wakes_at is not None and life.wakes_at <= now:
                life.wakes_at = None
                life.stint = self._new_stint()
                self._machine.wake(now, task)

    def _follow_plans(self, now: int) -> None:
        elapsed = now - self._start
        for plan in [*self._plans, *self._returns]:
            if plan.arrival == elapsed:
                self._machine.add(now, plan.task, plan.weight)
                left = _length(plan.bursts, 0)
                self._lives[plan.task] = _Life(plan, plan.weight, self._new_stint(), left=left)
            for at, weight in plan.reweights:
                if at == elapsed and plan.task in self._lives:
                    life = self._lives[plan.task]
                    life.weight, life.stint = weight, self._new_stint()
                    self._machine.set_weight(now, plan.task, weight)

    def _new_stint(self) -> int:
        self._stints += 1
        return self._stints

    def _schedule(self, now: int) -> None:
        machine = self._machine
        for cpu, task in enumerate(self._running):
            if task is None or cpu in machine.due or self._is_interrupted(now, cpu):
                self._running[cpu] = machine.pick(now, cpu)
                self._picked_at[cpu] = now

    def _is_interrupted(self, now: int, cpu: int) -> bool:
        """Return whether the timer interrupts a CPU, and its task is to go."""
        if self._tickless:
            awake = sum(life.wakes_at is None for life in self._lives.values())
            busy = sum(task is not None for task in self._running)
            if awake <= busy or now - self._picked_at[cpu] < self._slice:
                return False
        return self._machine.tick(now, cpu)

    def _moment(self, now: int) -> Moment:
        awake = {task: life for task, life in self._lives.items() if life.wakes_at is None}
        return Moment(
            now,
            tuple(self._running),
            {task: life.weight for task, life in awake.items()},
            {task: life.weight for task, life in self._lives.items()},
            {task: life.stint for task, life in awake.items()},
        )

    def _execute(self) -> None:
        """Let one tick pass."""
        for task, spans in zip(self._running, self._spans, strict=True):
            if task is not None:
                life = self._lives[task]
                life.left = None if life.left is None else life.left - 1
            if spans[-1].task == task:
                spans[-1].ticks += 1
            else:
                spans.append(_Span(task, 1))


def _length(bursts: Sequence[Burst], index: int) -> int | None:
    return bursts[index].run if index < len(bursts) else None
