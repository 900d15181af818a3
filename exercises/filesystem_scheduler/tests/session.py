"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A property judges some aspects only (``Aspect``): one defect should not fail everything. Where the
solution breaks a rule of another aspect the trial goes on if the model can follow, else it ends
without a verdict.
"""

from enum import Enum, auto
from typing import Any, NoReturn

from exercises.filesystem_scheduler.stub.solution import Command, TagStateError, UnknownTag
from exercises.filesystem_scheduler.tests.budgets import Budgets
from exercises.filesystem_scheduler.tests.model import Disk, Model, Request
from exercises.filesystem_scheduler.tests.rules import refusal_of
from harness.graded import AnotherRuleBrokenError
from harness.refusals import MethodCall, expect_refused

NAMED_ERRORS = (UnknownTag, TagStateError, ValueError)


class Aspect(Enum):
    """What a call can get wrong."""

    COMMANDS = auto()
    """A command is not legal, dispatch idles, cancel or pending are not exact."""
    OVERDUE = auto()
    """An overdue request is passed over too often."""
    READERS = auto()
    """Too many writes go before a reader."""


class Session:
    """A fresh scheduler of the submission beside a fresh model of it.

    Attributes:
        head: Where the device's head is: behind the last command that was dispatched.
        log: Every accepted call with its answer.
    """

    def __init__(self, submission: Any, disk: Disk, *judged: Aspect, head: int = 0) -> None:
        self._judged = frozenset(judged)
        self._scheduler = submission.FilesystemScheduler(
            disk.blocks, disk.max_blocks, disk.read_expire, disk.write_expire, disk.batch
        )
        self.model = Model(disk)
        self.budgets = Budgets(self.model)
        self.head = head
        self.log: list[tuple[MethodCall, Any]] = []

    def submit(self, now: int, tag: int, op: str, block: int, count: int) -> None:
        """Submit a request."""
        self._ask("submit", now, tag, op, block, count)
        self.model.added(now, tag, op, block, count)

    def barrier(self, now: int) -> None:
        """Set a barrier."""
        self._ask("barrier", now)
        self.model.fenced(now)

    def cancel(self, now: int, tag: int) -> bool:
        """Cancel an unfinished request; return whether it was queued."""
        answer: bool = self._ask("cancel", now, tag)
        queued = not self.model.requests[tag].in_flight
        if answer is not queued:
            state = self.model.describe(tag)
            self._give_up(f"cancel({now}, {tag}) returned {answer}, but {state}: right is {queued}")
        self.model.now = now
        if queued:
            self.model.cancelled(now, tag)
        return queued

    def dispatch(self, now: int) -> Command | None:
        """Return the next command, None if nothing is dispatched."""
        call = f"dispatch({now}, {self.head})"
        command: Command | None = self._ask("dispatch", now, self.head)
        fault = self.model.command_fault(command)
        if fault is not None:
            text = f"{call} returned {command}, but {fault.text}"
            if Aspect.COMMANDS in self._judged:
                raise AssertionError(text)
            if command is not None and not fault.is_order_only:
                raise AnotherRuleBrokenError(text)
        self.model.now = now
        if command is None:
            return None
        overdue, readers = self.budgets.dispatched(now, command)
        for aspect, excess in ((Aspect.OVERDUE, overdue), (Aspect.READERS, readers)):
            if excess is not None and aspect in self._judged:
                raise AssertionError(f"{call} returned {command}, but {excess}")
        self.model.dispatched(now, command)
        self.head = command.block + command.count
        return command

    def complete(self, now: int, tags: tuple[int, ...]) -> list[Request]:
        """Complete a command in flight; return what it served."""
        self._ask("complete", now, tags)
        self.budgets.completed(tags)
        served = self.model.members(tags)
        self.model.completed(now, tags)
        return served

    def requeue(self, now: int, tags: tuple[int, ...]) -> None:
        """Refuse a command in flight."""
        self._ask("requeue", now, tags)
        self.budgets.requeued(tags)
        self.model.requeued(now, tags)

    def execute(self, tags: tuple[int, ...]) -> None:
        """Let the device transfer a command in flight: here there is no device."""

    def check_pending(self) -> None:
        """Ask how many requests are queued and in flight."""
        answer = self._scheduler.pending()
        right = self.model.pending()
        if answer != right:
            self._give_up(
                f"pending() returned {answer}; right is {right}: queued"
                f" {_tags_of(self.model.queued())}, in flight {_tags_of(self.model.members(sum(self.model.flights, ())))}"
            )

    def drain(self, now: int) -> None:
        """Complete what is in flight, then dispatch and complete until nothing is left."""
        for tags in list(self.model.flights):
            self.complete(now, tags)
        # Each command serves a request at least.
        for _ in range(len(self.model.requests)):
            command = self.dispatch(now)
            if command is None:
                break
            self.complete(now, tuple(command.tags))
        if self.model.requests:
            first = next(iter(self.model.requests.values()))
            self._give_up(f"{first} is ready and is never dispatched")
        self.dispatch(now)

    def expect_refused(self, call: MethodCall) -> None:
        """Make a call that must be refused."""
        refusal = refusal_of(self.model, call)
        expect_refused(self._scheduler, call, refusal, NAMED_ERRORS)

    def _give_up(self, text: str) -> NoReturn:
        """Report what the model can not follow, or pass the trial over."""
        if Aspect.COMMANDS in self._judged:
            raise AssertionError(text)
        raise AnotherRuleBrokenError(text)

    def _ask(self, method: str, *args: Any) -> Any:
        call = MethodCall(method, args)
        answer = call.send(self._scheduler)
        self.log.append((call, answer))
        return answer


def _tags_of(requests: list[Request]) -> str:
    return ", ".join(str(request.tag) for request in requests) or "none"
