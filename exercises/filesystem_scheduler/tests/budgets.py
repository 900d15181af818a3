"""The two budgets: how often an overdue request is passed over, how many writes a reader waits for.

Call ``dispatched`` before the model follows the command, ``requeued`` before it takes one back. A
command that the device refuses is not counted; a run that it ended stays ended.
"""

from dataclasses import dataclass

from exercises.filesystem_scheduler.stub.solution import Command
from exercises.filesystem_scheduler.tests.model import Model, Request


@dataclass(frozen=True, slots=True)
class _Entry:
    """What a command in flight was counted for."""

    passed: tuple[Request, ...]
    in_run: bool


class Budgets:
    """Counts for all requests of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._batch = model.disk.batch
        self._entries: dict[tuple[int, ...], _Entry] = {}
        self._run = 0

    def dispatched(self, now: int, command: Command) -> tuple[str | None, str | None]:
        """Count a command; return what rule 6 and what rule 7 find wrong with it."""
        members = self._model.members(command.tags)
        ready = self._model.ready()
        first_deadline = min(member.deadline for member in members)
        passed = [
            request
            for request in ready
            if request.deadline <= now
            and request.deadline < first_deadline
            and request not in members
        ]
        in_run = self._count_run(now, command, ready, first_deadline)
        for request in passed:
            request.passed_by.append(tuple(command.tags))
        for member in members:
            member.passed_by.clear()
        self._entries[tuple(command.tags)] = _Entry(tuple(passed), in_run)
        return self._overdue_fault(now, passed), self._run_fault(in_run=in_run, ready=ready)

    def completed(self, tags: tuple[int, ...]) -> None:
        """Forget a command."""
        self._entries.pop(tags)

    def requeued(self, tags: tuple[int, ...]) -> None:
        """Take back what a refused command was counted for."""
        entry = self._entries.pop(tags)
        for request in entry.passed:
            if tags in request.passed_by:
                request.passed_by.remove(tags)
        if entry.in_run:
            self._run = max(0, self._run - 1)

    def _count_run(
        self, now: int, command: Command, ready: list[Request], first_deadline: int
    ) -> bool:
        """Count rule 7's run; return whether the command belongs to it."""
        reader_waits = any(request.op == "read" for request in ready)
        if command.op == "read" or not reader_waits:
            self._run = 0
            return False
        if first_deadline <= now:
            return False
        self._run += 1
        return True

    def _overdue_fault(self, now: int, passed: list[Request]) -> str | None:
        for request in passed:
            if len(request.passed_by) > self._batch:
                commands = ", ".join(map(str, request.passed_by))
                return (
                    f"{request} is ready and has been overdue for {now - request.deadline} ticks"
                    f" (submitted at {request.submitted_at}, deadline {request.deadline}). The commands"
                    f" {commands} have passed over it: neither this request nor one with a deadline as"
                    f" early was a member. batch = {self._batch} of them may"
                )
        return None

    def _run_fault(self, *, in_run: bool, ready: list[Request]) -> str | None:
        if not in_run or self._run <= self._batch:
            return None
        reader = next(request for request in ready if request.op == "read")
        return (
            f"{reader} is ready, and this is write command number {self._run} in a row that goes"
            f" before the readers without an overdue member. batch = {self._batch} may"
        )
