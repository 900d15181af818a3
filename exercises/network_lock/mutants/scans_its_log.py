"""Every message is compared with all that came before, to drop repeated ones.

Killed by: messages-grow-slowly
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True, slots=True)
class Send:
    """Hand a message to the network."""

    to: int
    message: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Ring at a time of the own clock."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Persist:
    """Replace the durable state."""

    state: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """The local user holds the lock."""

    token: int
    until: int


Effect = Send | SetTimer | Persist | Granted
Effects = Iterator[Effect]
NOBODY = -1
IDLE, ASKING, RESTING, HOLDING = range(4)


class AlreadyRequestedError(RuntimeError):
    """The user waits or holds."""


class NotHeldError(RuntimeError):
    """The user does not hold the lock."""


class NetworkLock:
    """One node of the lock."""

    def __init__(
        self, node: int, nodes: int, lease: int, drift: int, round_trip: int, seed: int
    ) -> None:
        """Keep the arguments."""
        if not (1 <= nodes <= 64 and 0 <= node < nodes and 0 <= drift <= 999):
            raise ValueError("no such node or drift")
        if lease < 1 or round_trip < 1:
            raise ValueError("a lease and a round trip take at least one tick")
        self._node = node
        self._others = [other for other in range(nodes) if other != node]
        self._quorum = nodes // 2 + 1
        self._lease = lease
        self._safe = lease * (1000 - drift) // (1000 + drift) - 2
        self._patience = round_trip * (1000 + drift) // 1000 + 2
        self._random = Random(seed)
        self._log: list[tuple[Any, ...]] = []
        # Durable: the highest token seen, and to whom this replica's vote is lent until when.
        self._highest, self._token, self._holder, self._expiry = 0, 0, NOBODY, 0
        self._mode = IDLE
        self._mine = self._asked_at = self._until = self._refusals = 0
        self._votes: set[int] = set()
        self._rest = self._patience

    def start(self, now: int, durable: tuple[Any, ...] | None) -> list[Effect]:
        """Take up what was promised."""
        del now
        if durable is not None:
            self._highest, self._token, self._holder, self._expiry = durable
        return []

    def acquire(self, now: int) -> list[Effect]:
        """Begin to ask."""
        self._note_expiry(now)
        if self._mode != IDLE:
            raise AlreadyRequestedError
        self._rest = self._patience
        return list(self._ask(now))

    def release(self, now: int) -> list[Effect]:
        """Give the votes back."""
        self._note_expiry(now)
        if self._mode != HOLDING:
            raise NotHeldError
        self._mode = IDLE
        return list(self._give_back())

    def on_message(self, now: int, sender: int, message: tuple[Any, ...]) -> list[Effect]:
        """Answer as a replica, or go on as an asker."""
        if sender not in self._others:
            raise ValueError(f"{sender} is no other node")
        self._note_expiry(now)
        if any(old == (sender, now, message) for old in self._log):
            return []
        self._log.append((sender, now, message))
        word, *fields = message
        return list(getattr(self, f"_on_{word}")(now, sender, *fields))

    def on_timer(self, now: int, name: str) -> list[Effect]:
        """Try again."""
        self._note_expiry(now)
        if name == "again" and self._mode == RESTING:
            return list(self._ask(now))
        if name == "patience" and self._mode == ASKING:
            return list(self._give_up(now))
        return []

    def _note_expiry(self, now: int) -> None:
        if self._mode == HOLDING and now >= self._until:
            self._mode = IDLE

    def _persist(self) -> Persist:
        return Persist((self._highest, self._token, self._holder, self._expiry))

    def _votes_for(self, now: int, asker: int, token: int) -> bool:
        """Lend the vote, if it is free and the token new."""
        is_free = self._holder in {NOBODY, asker} or now >= self._expiry
        if token <= self._highest or not is_free:
            return False
        self._highest = self._token = token
        self._holder, self._expiry = asker, now + self._lease
        return True

    def _on_ask(self, now: int, sender: int, token: int) -> Effects:
        if self._votes_for(now, sender, token):
            yield self._persist()
            yield Send(sender, ("vote", token))
        else:
            yield Send(sender, ("no", token, self._highest))

    def _on_over(self, _now: int, sender: int, token: int) -> Effects:
        if (self._holder, self._token) == (sender, token):
            self._holder = NOBODY
            yield self._persist()

    def _ask(self, now: int) -> Effects:
        """Ask everybody, the own replica first; its vote makes the token durable."""
        self._mode, self._asked_at, self._votes, self._refusals = ASKING, now, set(), 0
        self._mine = self._highest + 1
        if self._votes_for(now, self._node, self._mine):
            self._votes.add(self._node)
        else:
            self._highest = self._mine
            self._refusals += 1
        yield self._persist()
        yield SetTimer("patience", now + 2 * self._patience)
        for other in self._others:
            yield Send(other, ("ask", self._mine))
        yield from self._count(now)

    def _count(self, now: int) -> Effects:
        until = self._asked_at + self._safe
        if len(self._votes) < self._quorum:
            return
        if until - now < max(1, self._safe // 2):
            yield from self._give_up(now)
            return
        self._mode, self._until = HOLDING, until
        yield Granted(self._mine, until)

    def _on_vote(self, now: int, sender: int, token: int) -> Effects:
        if self._mode == ASKING and token == self._mine:
            self._votes.add(sender)
            yield from self._count(now)

    def _on_no(self, now: int, _sender: int, token: int, highest: int) -> Effects:
        self._highest = max(self._highest, highest)
        if self._mode != ASKING or token != self._mine:
            return
        self._refusals += 1
        if self._refusals > len(self._others) + 1 - self._quorum:
            yield from self._give_up(now)

    def _give_up(self, now: int) -> Effects:
        self._mode = RESTING
        yield SetTimer("again", now + 1 + self._random.randrange(self._rest))
        self._rest = min(2 * self._rest, self._lease)
        yield from self._give_back()

    def _give_back(self) -> Effects:
        for other in self._others:
            yield Send(other, ("over", self._mine))
        yield from self._on_over(0, self._node, self._mine)
