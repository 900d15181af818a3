"""Ask one replica after the other, all in the same order, the own one where it stands in that order.

Whoever has the vote of the first replica meets no rival at the next ones, so that votes are seldom
split. A replica that does not answer, or refuses, is passed over once the others were asked for.
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
    """One node; see the module's docstring."""

    def __init__(  # noqa: PLR0917 - as in the stub
        self, node: int, nodes: int, lease: int, drift: int, round_trip: int, seed: int
    ) -> None:
        """Keep the arguments."""
        if not (1 <= nodes <= 64 and 0 <= node < nodes and 0 <= drift <= 999):  # noqa: PLR2004
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
        # Durable: the highest token seen, and to whom this replica's vote is lent until when.
        self._highest, self._token, self._holder, self._expiry = 0, 0, NOBODY, 0
        self._order = list(range(nodes))
        self._mode = IDLE
        self._mine = self._asked_at = self._until = 0
        self._votes: set[int] = set()
        self._left: list[int] = []
        self._asked: list[int] = []
        self._rest = 4 * self._patience
        self._has_held = False

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
        self._rest = 4 * self._patience
        if not self._has_held:
            return list(self._ask(now))
        # The first in the order would win against the last for ever.
        self._has_held = False
        return list(self._wait(now, 3 * self._rest))

    def release(self, now: int) -> list[Effect]:
        """Give the votes back."""
        self._note_expiry(now)
        if self._mode != HOLDING:
            raise NotHeldError
        self._has_held = True
        self._mode = IDLE
        return list(self._give_back())

    def on_message(self, now: int, sender: int, message: tuple[Any, ...]) -> list[Effect]:
        """Answer as a replica, or go on as an asker."""
        if sender not in self._others:
            raise ValueError(f"{sender} is no other node")
        self._note_expiry(now)
        word, *fields = message
        return list(getattr(self, f"_on_{word}")(now, sender, *fields))

    def on_timer(self, now: int, name: str) -> list[Effect]:
        """Try again."""
        self._note_expiry(now)
        if name == "again" and self._mode == RESTING:
            return list(self._ask(now))
        if name == "patience" and self._mode == ASKING:
            return list(self._pass_over(now))
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
            yield Send(sender, ("no", token, self._highest, int(token <= self._highest)))

    def _on_over(self, _now: int, sender: int, token: int) -> Effects:
        if (self._holder, self._token) == (sender, token):
            self._holder = NOBODY
            yield self._persist()

    def _ask(self, now: int) -> Effects:
        """Begin at the first replica, with a token that is durable before anybody sees it."""
        self._mode, self._asked_at, self._votes = ASKING, now, set()
        self._left, self._asked = list(self._order), []
        self._highest += 1
        self._mine = self._highest
        yield self._persist()
        yield from self._ask_next(now)

    def _ask_next(self, now: int) -> Effects:
        """Ask the next replica, or hold, or give up when there is none left."""
        if len(self._votes) >= self._quorum:
            yield from self._hold(now)
        elif len(self._votes) + len(self._left) < self._quorum:
            yield from self._give_up(now)
        else:
            replica = self._left.pop(0)
            if replica == self._node:
                yield from self._ask_own(now)
            else:
                self._asked.append(replica)
                yield SetTimer("patience", now + self._patience)
                yield Send(replica, ("ask", self._mine))

    def _ask_own(self, now: int) -> Effects:
        # The own replica has noted the token already: it need not be a new one.
        self._highest -= self._highest == self._mine
        if self._votes_for(now, self._node, self._mine):
            self._votes.add(self._node)
        self._highest = max(self._highest, self._mine)
        yield self._persist()
        yield from self._ask_next(now)

    def _hold(self, now: int) -> Effects:
        until = self._asked_at + self._safe
        if until - now < max(1, self._safe // 2):
            yield from self._give_up(now)
        else:
            self._mode, self._until = HOLDING, until
            yield Granted(self._mine, until)

    def _on_vote(self, now: int, sender: int, token: int) -> Effects:
        if self._mode == ASKING and token == self._mine and sender not in self._votes:
            self._votes.add(sender)
            if self._asked[-1] == sender:
                yield from self._ask_next(now)

    def _on_no(self, now: int, sender: int, token: int, highest: int, is_low: int) -> Effects:
        """Go on elsewhere; if the first one refuses, begin anew: at once if only the token was low."""
        self._highest = max(self._highest, highest)
        if self._mode != ASKING or token != self._mine or self._asked[-1] != sender:
            return
        if sender != self._asked[0]:
            yield from self._ask_next(now)
        elif is_low and not self._votes:
            yield from self._ask(now)
        else:
            yield from self._give_up(now)

    def _pass_over(self, now: int) -> Effects:
        """Put a replica that does not answer behind the others, for this and the next attempts."""
        self._order.remove(self._asked[-1])
        self._order.append(self._asked[-1])
        yield from self._ask_next(now)

    def _give_up(self, now: int) -> Effects:
        yield from self._wait(now, self._rest)
        yield from self._give_back()

    def _wait(self, now: int, most: int) -> Effects:
        self._mode = RESTING
        yield SetTimer("again", now + 1 + self._random.randrange(most))

    def _give_back(self) -> Effects:
        for other in self._asked:
            yield Send(other, ("over", self._mine))
        yield from self._on_over(0, self._node, self._mine)
