"""Plays a plan: fills the leaves up, takes a packet, and follows the drift."""

from collections.abc import Iterator
from typing import Any

from exercises.network_scheduler.stub.solution import Packet
from exercises.network_scheduler.tests.arguments import MTU
from exercises.network_scheduler.tests.drift import Drift
from exercises.network_scheduler.tests.plans import Change, ClassPlan, Event, Plan
from exercises.network_scheduler.tests.session import Session

NEXT_TO_NOTHING = (1, 1)


class Link:
    """A link that is always asked for one packet more.

    Attributes:
        fault: What the drift bound says against the last packet, or None.
    """

    def __init__(self, submission: Any, plan: Plan) -> None:
        self._plan = plan
        self._session = Session(submission, MTU, plan.depth + 1)
        self._silent: set[int] = set()
        self._offered = dict.fromkeys((one.name for one in plan.leaves()), 0)
        self._drift = Drift(self._session.model)
        self._now = 0
        self.fault: str | None = None
        for one in plan.classes:
            self._session.add_class(0, one.name, one.parent, one.weight)

    def run(self) -> Iterator[Packet | None]:
        """Ask for all packets of the plan, and yield them."""
        for number in range(self._plan.packets):
            for event in self._plan.events:
                if event.after == number:
                    self._change(event)
            self._fill()
            self._now += self._plan.gap_ms
            yield self._take()

    def holds(self, name: int) -> bool:
        """Return whether a leaf has a packet queued."""
        return bool(self._session.model.classes[name].queue)

    def silence(self, name: int) -> None:
        """Let a leaf offer nothing more."""
        self._silent.add(name)

    def offer(self, one: ClassPlan) -> None:
        """Queue one packet of a leaf."""
        number = self._offered[one.name]
        size = one.sizes[number % len(one.sizes)]
        self._session.enqueue(self._now, one.name, number, size)
        self._offered[one.name] = number + 1

    def _fill(self) -> None:
        for one in self._plan.leaves():
            if one.name not in self._silent:
                queue = self._session.model.classes[one.name].queue
                while len(queue) < self._plan.depth:
                    self.offer(one)

    def _take(self) -> Packet | None:
        self._session.model.settle(self._now)
        self._drift.look()
        packet = self._session.dequeue(self._now)
        self.fault = None if packet is None else self._drift.sent(packet)
        return packet

    def _change(self, event: Event) -> None:
        session, now = self._session, self._now
        if event.change is Change.SILENCE:
            self._silent.add(event.name)
        elif event.change is Change.RETURN:
            self._silent.discard(event.name)
        elif event.change is Change.REWEIGHT:
            session.set_weight(now, event.name, event.weight)
        else:
            limit = NEXT_TO_NOTHING if event.change is Change.LIMIT else None
            session.set_limit(now, event.name, limit)
        self._drift.look()


def play_link(submission: Any, plan: Plan) -> None:
    """Play a plan to its end; fail at the first packet by which two siblings drift apart."""
    link = Link(submission, plan)
    for _ in link.run():
        assert link.fault is None, f"{link.fault}\n{plan.story()}"
