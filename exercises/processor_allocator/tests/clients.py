"""Clients behind a channel that loses, doubles and delays messages: a storm, the same every time.

Each client goes through its requests one by one: it prepares, decides, commits or aborts, and sends
again what is not answered. After a few tries it gives up: it aborts what it could not prepare, and
leaves what it could not finish to the lease.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import cycle

from hypothesis import strategies as st

from exercises.processor_allocator.tests.arguments import (
    SHORT_LEASES,
    Plan,
    hosts,
    machines,
)
from exercises.processor_allocator.tests.session import Session

TICKS_BETWEEN_TRIES = 3
MOST_TRIES = 3
LONGEST_DELAY = 6


class Kind(Enum):
    """What a message is about."""

    PREPARE = auto()
    COMMIT = auto()
    ABORT = auto()


class Reply(Enum):
    """What a message answers; a message to the allocator is no reply."""

    NONE = auto()
    ACCEPTED = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Errand:
    """What a client wants: a machine, and whether it will want it still once it is prepared."""

    request: str
    plan: Plan
    wants_it: bool


@dataclass(frozen=True, slots=True)
class Storm:
    """Clients with their errands, and what becomes of their messages.

    Attributes:
        fates: Of message after message, over and over: the delay of each copy that arrives.
    """

    nodes: tuple[int, ...]
    clients: tuple[tuple[Errand, ...], ...]
    fates: tuple[tuple[int, ...], ...]


@st.composite
def storms(draw: st.DrawFn, leases: st.SearchStrategy[int] = SHORT_LEASES) -> Storm:
    """Draw two or three clients of two errands each, on a small host."""
    clients = []
    for client in range(draw(st.integers(2, 3))):
        errands = []
        for number in range(2):
            machine = draw(machines(f"m{client}{number}", widest=2))
            plan = Plan(machine, draw(leases))
            errands.append(
                Errand(f"c{client}r{number}", plan, draw(st.sampled_from((True, True, False))))
            )
        clients.append(tuple(errands))
    delay = st.integers(0, LONGEST_DELAY)
    fate = st.one_of(st.tuples(delay), st.tuples(), st.tuples(delay, delay))
    fates = draw(st.lists(fate, min_size=12, max_size=12))
    return Storm(draw(hosts(2, 2)), tuple(clients), tuple(fates))


@dataclass(slots=True)
class Client:
    """Where a client is: its present errand, what it is trying, and how often it has."""

    errands: Sequence[Errand]
    kind: Kind = Kind.PREPARE
    tries: int = 0
    current: int = 0

    @property
    def errand(self) -> Errand | None:
        """The present errand; None if all are done."""
        return self.errands[self.current] if self.current < len(self.errands) else None

    def turn_to(self, kind: Kind) -> None:
        """Try something else from now on."""
        self.kind, self.tries = kind, 0

    def finish(self) -> None:
        """Go on to the next errand."""
        self.current += 1
        self.turn_to(Kind.PREPARE)

    def answered(self, errand: Errand, kind: Kind, *, accepted: bool) -> None:
        """React to an answer; one that is no longer waited for is passed over."""
        if (errand, kind) != (self.errand, self.kind):
            return
        if kind is Kind.PREPARE and accepted:
            self.turn_to(Kind.COMMIT if errand.wants_it else Kind.ABORT)
        else:
            self.finish()

    def give_up(self) -> None:
        """React to silence after the last try."""
        if self.kind is Kind.PREPARE:
            self.turn_to(Kind.ABORT)
        else:
            self.finish()


@dataclass(order=True, slots=True)
class Event:
    """Something that happens at a tick; events of one tick come in the order in which they were made."""

    tick: int
    number: int
    client: Client = field(compare=False)
    errand: Errand | None = field(compare=False, default=None)
    kind: Kind = field(compare=False, default=Kind.PREPARE)
    answer: Reply = field(compare=False, default=Reply.NONE)


class Channel:
    """Carries messages and their answers between clients and a session until all is quiet."""

    def __init__(self, session: Session, storm: Storm) -> None:
        self._session = session
        self._fates = cycle(storm.fates)
        self._events: list[Event] = []
        self._made = 0
        for client in storm.clients:
            self._add(Event(0, 0, Client(client)))

    def run(self) -> None:
        """Let everything happen."""
        while self._events:
            event = heapq.heappop(self._events)
            if event.errand is None:
                self._wake(event)
            elif event.answer is Reply.NONE:
                self._deliver(event, event.errand)
            else:
                event.client.answered(
                    event.errand, event.kind, accepted=event.answer is Reply.ACCEPTED
                )

    def _wake(self, event: Event) -> None:
        """Let a client send what it is trying, and wake again to see whether it was answered."""
        client = event.client
        if client.tries == MOST_TRIES:
            client.give_up()
        if client.errand is None:
            return
        client.tries += 1
        self._carry(event.tick, client, client.errand, client.kind, Reply.NONE)
        self._add(Event(event.tick + TICKS_BETWEEN_TRIES, 0, client))

    def _deliver(self, event: Event, errand: Errand) -> None:
        session, now, name = self._session, event.tick, errand.request
        if event.kind is Kind.PREPARE:
            plan = errand.plan
            accepted = session.prepare(now, name, plan.machine, plan.lease) is not None
        elif event.kind is Kind.COMMIT:
            accepted = session.commit(now, name) is not None
        else:
            accepted = session.abort(now, name)
        reply = Reply.ACCEPTED if accepted else Reply.REFUSED
        self._carry(now, event.client, errand, event.kind, reply)

    def _carry(self, now: int, client: Client, errand: Errand, kind: Kind, answer: Reply) -> None:
        for delay in next(self._fates):
            self._add(Event(now + delay, 0, client, errand, kind, answer))

    def _add(self, event: Event) -> None:
        self._made += 1
        event.number = self._made
        heapq.heappush(self._events, event)
