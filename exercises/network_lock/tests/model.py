"""The oracle: who holds the lock, by each holder's own clock, and which rule a grant breaks.

It knows nothing of messages. A grant is held until its release, a crash of its node, or the first tick
at which the clock of its node shows ``until``.
"""

from dataclasses import dataclass
from typing import Any

from exercises.network_lock.stub.solution import Granted
from exercises.network_lock.tests.scenarios import Scenario, safe_lease
from harness.simulators.faults import BROKEN, Fault

EXCLUSION = "exclusion"
TOKENS = "tokens"
WAITING = "waiting"
USEFULNESS = "usefulness"
SHAPE = BROKEN


@dataclass(frozen=True, slots=True)
class Grant:
    """One Granted effect, with the true time at which it was made."""

    at: int
    node: int
    token: int
    until: int
    asked_at: int


class Ledger:
    """Follows one run.

    Attributes:
        grants: All so far, in order.
        waiting: Since when each user waits.
        holds: The last grant of each node, until it is released or its node crashes.
        faults: Every rule that was broken, in order.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._clocks = scenario.plan().clocks
        self._safe = safe_lease(scenario.lease, scenario.drift)
        self._highest: Grant | None = None
        self.grants: list[Grant] = []
        self.waiting: dict[int, int] = {}
        self.holds: dict[int, Grant] = {}
        self.faults: list[Fault] = []

    def is_holding(self, at: int, node: int) -> bool:
        """Tell whether a node's user holds the lock, by the node's own clock."""
        grant = self.holds.get(node)
        return grant is not None and self._clocks[node].local(at) < grant.until

    def acquires(self, at: int, node: int) -> None:
        """Note that a user asks."""
        self.waiting[node] = at

    def leaves(self, node: int) -> None:
        """Note a release, or a crash: the user neither holds nor waits."""
        self.holds.pop(node, None)
        self.waiting.pop(node, None)

    def granted(self, at: int, node: int, granted: Granted) -> Grant:
        """Note a grant and what is wrong with it."""
        now = self._clocks[node].local(at)
        grant = Grant(at, node, granted.token, granted.until, self.waiting.get(node, at))
        self._judge_waiting(at, now, grant)
        self._judge_exclusion(at, grant)
        self._judge_token(grant)
        left = grant.until - now
        if self._scenario.is_calm and 0 < 2 * left < self._safe:
            self._add(
                USEFULNESS,
                f"{_named(grant)} is worth {left} ticks, on a healthy network and with nothing lost:"
                f" less than half of the safe lease V = {self._safe}",
            )
        self.waiting.pop(node, None)
        self.holds[node] = grant
        self.grants.append(grant)
        return grant

    def _judge_waiting(self, at: int, now: int, grant: Grant) -> None:
        if grant.node not in self.waiting:
            does = "holds it already" if self.is_holding(at, grant.node) else "does not wait"
            self._add(WAITING, f"{_named(grant)}: its user {does}")
        if grant.until <= now:
            self._add(WAITING, f"{_named(grant)}, when its clock shows {now}: it is over already")
        lease = self._scenario.lease
        if grant.until - now > lease:
            self._add(
                WAITING,
                f"{_named(grant)}, when its clock shows {now}: {grant.until - now} ticks, more than"
                f" the lease of {lease}",
            )

    def _judge_exclusion(self, at: int, grant: Grant) -> None:
        for node, other in self.holds.items():
            if node != grant.node and self.is_holding(at, node):
                self._add(
                    EXCLUSION,
                    f"{_named(grant)} while node {node} holds the lock: it got token {other.token} at"
                    f" t={other.at} until {other.until}, and its clock shows"
                    f" {self._clocks[node].local(at)}",
                )

    def _judge_token(self, grant: Grant) -> None:
        highest = self._highest
        if highest is not None and grant.token <= highest.token:
            self._add(
                TOKENS,
                f"{_named(grant)}, but token {highest.token} was granted before, to node"
                f" {highest.node} at t={highest.at}: tokens must increase",
            )
        if highest is None or grant.token > highest.token:
            self._highest = grant

    def breaks(self, text: str) -> None:
        """Note an effect that is none."""
        self._add(SHAPE, text)

    def _add(self, aspect: str, text: str) -> None:
        self.faults.append(Fault(aspect, text))


def _named(grant: Grant) -> str:
    return f"t={grant.at}: node {grant.node} was granted token {grant.token} until {grant.until}"


def read_fault(node: int, nodes: int, effect: Any) -> str:
    """Return what is wrong with the shape of an effect; empty if nothing is."""
    kind = type(effect).__name__
    if kind == "Send":
        if not 0 <= effect.to < nodes or effect.to == node:
            return f"node {node} sends to {effect.to}, which is no other node"
        return _size_fault(node, "a message", effect.message, MOST_MESSAGE_CHARACTERS)
    if kind == "Persist":
        return _size_fault(node, "a state", effect.state, MOST_STATE_CHARACTERS)
    return ""


MOST_MESSAGE_CHARACTERS = 1024
MOST_STATE_CHARACTERS = 4096


def _size_fault(node: int, what: str, value: Any, most: int) -> str:
    size = len(repr(value))
    return f"node {node} has {what} of {size} characters; {most} are allowed" if size > most else ""
