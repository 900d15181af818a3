"""One run: the users of all nodes, and what the oracle says of what happens to them."""

from collections.abc import Sequence
from random import Random
from typing import Any

from exercises.network_lock.stub.solution import Granted, Persist, Send, SetTimer
from exercises.network_lock.tests.model import SHAPE, Grant, Ledger, read_fault
from exercises.network_lock.tests.scenarios import Scenario, Span
from harness.simulators.crashing_nodes import (
    Action,
    Alarm,
    Ask,
    Happening,
    Keep,
    NodeWorld,
    Post,
    Tell,
)
from harness.simulators.faults import Fault


class Run:
    """Plays a scenario, call by call; an observer of its world.

    Attributes:
        scenario: What is played.
        ledger: The oracle.
        world: The simulated world.
        ask: The call that must be made next; None when the run is over.
        hand_offs: Ticks from each release with somebody waiting to the next grant.
        faults: Rules broken, each with the number of happenings until then.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.ledger = Ledger(scenario)
        self.world = NodeWorld(scenario.plan(), self, self._read)
        self.hand_offs: list[int] = []
        self.faults: list[tuple[Fault, int]] = []
        self._luck = [Random(f"{scenario.seed}/user/{node}") for node in range(scenario.nodes)]
        self._released_at: int | None = None
        self._reading = 0
        self._last_grant: dict[int, int] = {}
        self._dead = {crash.node for crash in scenario.crashes if crash.down is None}
        first = dict(scenario.users.first_of)
        for node in scenario.askers:
            self.world.appoint(
                self._draw(node, first.get(node, scenario.users.first)), node, "acquire"
            )
        self._playing = self.world.run()
        self.ask: Ask | None = next(self._playing, None)

    def take(self, effects: Sequence[Any]) -> None:
        """Go on with the effects of the call that was asked for."""
        assert self.ask is not None
        self._reading = self.ask.node
        self.ask = self._send(effects)
        is_broken = any(fault.aspect == SHAPE for fault, _ in self.faults)
        if is_broken or (self.scenario.live_after is not None and not self.without_grant()):
            self.ask = None

    def _send(self, effects: Sequence[Any]) -> Ask | None:
        try:
            return self._playing.send(effects)
        except StopIteration:
            return None

    def without_grant(self) -> list[int]:
        """Return the live users that were not granted the lock since ``live_after``."""
        after = self.scenario.live_after or 0
        return [
            node
            for node in self.scenario.askers
            if node not in self._dead and self._last_grant.get(node, -1) <= after
        ]

    def number_at(self, at: int) -> int:
        """Return how many happenings there were up to a time."""
        return sum(one.at <= at for one in self.world.happenings)

    @property
    def happenings(self) -> list[Happening]:
        """What happened so far."""
        return self.world.happenings

    def _read(self, effect: Any) -> Action:
        wrong = read_fault(self._reading, self.scenario.nodes, effect)
        if wrong:
            self.ledger.breaks(wrong)
            self._note_faults()
            return Tell(None)
        if isinstance(effect, Send):
            return Post(effect.to, effect.message)
        if isinstance(effect, SetTimer):
            return Alarm(effect.name, effect.at)
        if isinstance(effect, Persist):
            return Keep(effect.state)
        return Tell(effect)

    def _note_faults(self) -> None:
        new = self.ledger.faults[len(self.faults) :]
        self.faults += [(fault, len(self.world.happenings)) for fault in new]

    # what the world tells

    def started(self, at: int, node: int) -> None:
        """Let the user of a node that is back ask again."""
        if at > 0 and node in self.scenario.askers:
            self._think(at, node)

    def crashed(self, at: int, node: int) -> None:
        """End the hold or wait of the node's user."""
        del at
        self.ledger.leaves(node)

    def told(self, at: int, node: int, what: Any) -> None:
        """Judge a grant, and let the user hold it for a while."""
        if not isinstance(what, Granted):
            return
        grant = self.ledger.granted(at, node, what)
        self._note_faults()
        if self._released_at is not None:
            self.hand_offs.append(at - self._released_at)
            self._released_at = None
        self._last_grant[node] = at
        self._hold(at, grant)

    def due(self, at: int, node: int, what: str) -> str | None:
        """Return what the user does now: nothing, if its plan has become void."""
        ledger = self.ledger
        if what == "acquire":
            if node in ledger.waiting or ledger.is_holding(at, node):
                return None
            ledger.acquires(at, node)
            return "acquire"
        grant = ledger.holds.get(node)
        if grant is None or what != _release_of(grant) or not ledger.is_holding(at, node):
            return None
        ledger.leaves(node)
        self._released_at = at if ledger.waiting else None
        self._think(at, node)
        return "release"

    def _hold(self, at: int, grant: Grant) -> None:
        users, node = self.scenario.users, grant.node
        clock = self.world.plan.clocks[node]
        hold = self._draw(node, users.hold or (0, 0))
        if users.hold is not None and clock.local(at + hold) < grant.until:
            self.world.appoint(at + hold, node, _release_of(grant))
        else:
            self._think(max(at, clock.first_tick(grant.until)), node)

    def _think(self, at: int, node: int) -> None:
        self.world.appoint(at + self._draw(node, self.scenario.users.think), node, "acquire")

    def _draw(self, node: int, span: Span) -> int:
        low, high = span
        return low + int(self._luck[node].random() * (high - low + 1))


def _release_of(grant: Grant) -> str:
    return f"release {grant.token} {grant.at}"
