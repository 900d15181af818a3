"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A session is strict or lenient. Both follow what the solution sends. A strict one reports every answer
that the rules do not allow; a lenient one, in properties of fairness, passes over a trial with an
illegal departure and does not look at the other answers, because another property judges them.
``next_ready`` is judged wherever it is called.
"""

from typing import Any

from exercises.network_scheduler.stub.solution import ClassStateError, Packet, UnknownClass
from exercises.network_scheduler.tests.model import Model
from exercises.network_scheduler.tests.rules import refusal_of
from harness.graded import AnotherRuleBrokenError
from harness.refusals import MethodCall, expect_refused

NAMED_ERRORS = (UnknownClass, ClassStateError, ValueError)


class Session:
    """A scheduler of the submission beside a fresh model of it.

    Attributes:
        log: Every accepted call with its answer.
    """

    def __init__(
        self, submission: Any, mtu: int, queue_packets: int, *, strict: bool = False
    ) -> None:
        self._scheduler = submission.NetworkScheduler(mtu=mtu, queue_packets=queue_packets)
        self._strict = strict
        self.model = Model(mtu, queue_packets)
        self.log: list[tuple[MethodCall, Any]] = []

    def add_class(
        self,
        now: int,
        name: int,
        parent: int,
        weight: int,
        limit: tuple[int, int] | None = None,
    ) -> None:
        """Make a class; ``limit`` is rate and burst."""
        rate, burst = limit or (None, None)
        self._ask("add_class", now, name, parent, weight, rate, burst)
        self.model.settle(now)
        self.model.added(name, parent, weight, rate, burst)

    def set_weight(self, now: int, name: int, weight: int) -> None:
        """Give a class a weight."""
        self._ask("set_weight", now, name, weight)
        self.model.settle(now)
        self.model.reweighted(name, weight)

    def set_limit(self, now: int, name: int, limit: tuple[int, int] | None) -> None:
        """Give a class a limit, or None."""
        rate, burst = limit or (None, None)
        self._ask("set_limit", now, name, rate, burst)
        self.model.settle(now)
        self.model.limited(name, rate, burst)

    def remove_class(self, now: int, name: int) -> None:
        """Remove a leaf."""
        answer = self._ask("remove_class", now, name)
        self.model.settle(now)
        right = self.model.removed(name)
        assert answer == right or not self._strict, (
            f"remove_class({now}, {name}) returned {answer}; the ids of the packets that class {name}"
            f" held are {right}, in queue order"
        )

    def enqueue(self, now: int, name: int, packet: int, size: int) -> None:
        """Offer a packet to a leaf."""
        answer = self._ask("enqueue", now, name, packet, size)
        self.model.settle(now)
        held = len(self.model.classes[name].queue)
        right = self.model.enqueued(name, packet, size)
        if answer != right:
            self._broken(
                f"enqueue({now}, {name}, {packet}, {size}) returned {answer}; class {name} held"
                f" {held} of {self.model.queue_packets} packets"
            )

    def dequeue(self, now: int) -> Packet | None:
        """Return the packet that leaves now."""
        answer: Packet | None = self._ask("dequeue", now)
        self.model.settle(now)
        fault = self.model.departure_fault(answer)
        if fault is not None:
            self._broken(f"dequeue({now}) returned {answer}, but {fault}")
        if answer is not None:
            self.model.departed(answer.leaf)
        return answer

    def next_ready(self, now: int) -> int | None:
        """Return when the next packet may leave."""
        answer: int | None = self._ask("next_ready", now)
        self.model.settle(now)
        right = self.model.next_ready()
        assert answer == right, (
            f"next_ready({now}) returned {answer}; right is {right}: {self._queues()}"
        )
        return answer

    def check_backlogs(self) -> None:
        """Ask for the backlog of every class."""
        for name in self.model.classes:
            answer = self._ask("backlog", name)
            right = self.model.backlog(name)
            assert answer == right or not self._strict, (
                f"backlog({name}) returned {answer}; its subtree holds {right} (packets, bytes)"
            )

    def expect_refused(self, request: MethodCall) -> None:
        """Make a call that must be refused."""
        refusal = refusal_of(self.model, request)
        expect_refused(self._scheduler, request, refusal, NAMED_ERRORS)

    def _queues(self) -> str:
        held = [name for name, one in self.model.classes.items() if one.queue]
        return "; ".join(map(self.model.describe, held)) or "no packet is queued"

    def _broken(self, fault: str) -> None:
        if self._strict:
            raise AssertionError(fault)
        raise AnotherRuleBrokenError(fault)

    def _ask(self, method: str, *args: int | None) -> Any:
        request = MethodCall(method, args)
        answer = request.send(self._scheduler)
        self.log.append((request, answer))
        return answer
