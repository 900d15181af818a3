"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A session is strict or lenient. Both stop at a pick that can not be followed. Only a strict one also
reports a CPU left idle, a slice that does not end and a wrong ``runtime``: properties of fairness
are lenient about these, because another property judges them; but what idles more often than it
picks shares nothing, and is fair to nobody.
"""

from typing import Any

from exercises.process_scheduler.stub.solution import TaskStateError, UnknownTask
from exercises.process_scheduler.tests.model import Model
from exercises.process_scheduler.tests.rules import refusal_of
from harness.refusals import MethodCall, expect_refused

NAMED_ERRORS = (UnknownTask, TaskStateError, ValueError)


class Session:
    """A scheduler of the submission beside a fresh model of it.

    Attributes:
        log: Every accepted call with its answer.
        due: CPUs that ``add`` or ``wake`` asked to pick; the caller lets them, in the same tick.
    """

    def __init__(self, scheduler: Any, cpus: int, slice_ticks: int, *, strict: bool) -> None:
        self._scheduler = scheduler
        self._strict = strict
        self._picked = self._idled = 0
        self.model = Model(cpus, slice_ticks)
        self.log: list[tuple[MethodCall, Any]] = []
        self.due: set[int] = set()

    def add(self, now: int, task: int, weight: int) -> None:
        """Add a task."""
        self._advised("add", now, task, weight)
        self.model.added(now, task, weight)

    def wake(self, now: int, task: int) -> None:
        """Wake a live task, blocked or not."""
        advice = self._advised("wake", now, task)
        if self.model.tasks[task].runnable:
            assert advice is None, (
                f"wake({now}, {task}) returned {advice}, but {self.model.describe(task)}:"
                " waking a runnable task has no effect and returns None"
            )
        self.model.woken(now, task)

    def block(self, now: int, task: int) -> None:
        """Block a runnable task."""
        self._ask("block", now, task)
        self.model.blocked_now(now, task)

    def exit(self, now: int, task: int) -> None:
        """End a live task."""
        self._ask("exit", now, task)
        self.model.exited(now, task)

    def set_weight(self, now: int, task: int, weight: int) -> None:
        """Give a live task a weight."""
        self._ask("set_weight", now, task, weight)
        self.model.reweighted(now, task, weight)

    def tick(self, now: int, cpu: int) -> bool:
        """Return the answer of a timer interrupt."""
        answer = self._ask("tick", now, cpu)
        why = self.model.may_not_run_on(now, cpu) if self._strict else None
        assert answer or why is None, f"tick({now}, {cpu}) returned False, but {why}"
        self.model.settle(now)
        return bool(answer)

    def pick(self, now: int, cpu: int) -> int | None:
        """Return the task that runs on ``cpu`` from now on."""
        chosen: int | None = self._ask("pick", now, cpu)
        self.due.discard(cpu)
        fault = self.model.pick_fault(cpu, chosen)
        self._picked += chosen is not None
        self._idled += chosen is None and fault is not None
        if chosen is not None or self._strict or self._idled > self._picked:
            assert fault is None, f"pick({now}, {cpu}) returned {chosen}, but {fault}"
        self.model.picked(now, cpu, chosen)
        return chosen

    def runtime(self, now: int, task: int) -> int:
        """Return the ticks that a live task has used."""
        answer: int = self._ask("runtime", now, task)
        if self._strict:
            right = self.model.used_ticks(now, task)
            assert answer == right, (
                f"runtime({now}, {task}) returned {answer}; task {task} has used {right} ticks"
            )
        self.model.settle(now)
        return answer

    def pick_where_due(self, now: int) -> None:
        """Let every CPU pick that was asked to."""
        for cpu in sorted(self.due):
            self.pick(now, cpu)

    def check_runtimes(self) -> None:
        """Ask for the runtime of every live task."""
        for task in self.model.tasks:
            self.runtime(self.model.now, task)

    def expect_refused(self, request: MethodCall) -> None:
        """Make a call that must be refused."""
        refusal = refusal_of(self.model, request)
        expect_refused(self._scheduler, request, refusal, NAMED_ERRORS)

    def _advised(self, method: str, *args: int) -> int | None:
        answer: int | None = self._ask(method, *args)
        if answer is None:
            return None
        assert 0 <= answer < len(self.model.cpus), (
            f"{MethodCall(method, args)} returned {answer}; right is None or the number of a CPU,"
            f" 0 to {len(self.model.cpus) - 1}"
        )
        self.due.add(answer)
        return answer

    def _ask(self, method: str, *args: int) -> Any:
        request = MethodCall(method, args)
        answer = request.send(self._scheduler)
        self.log.append((request, answer))
        return answer
