"""A majority of votes, asked for at one door, with a queue that calls one waiter at a time.

Each node is a replica: it votes for one asker at a time, for `lease` ticks of its own clock, and never
twice with the same token. Who has the votes of a majority holds the lock for the safe part of the
lease, counted from the moment of asking. That is all that safety needs.

The rest saves messages. Everybody knocks first at the lowest node that answers, the door. It votes, or
puts the asker into its queue; when the lock comes back it calls the first of the queue, and only that
one asks the others. A call is a hint: if it gets lost, timers repeat everything.
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
IDLE, KNOCKING, QUEUED, ASKING, RESTING, HOLDING = range(6)
WAITING = {KNOCKING, QUEUED, RESTING}


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
        # What a replica has promised; durable.
        self._highest, self._token, self._holder, self._lent, self._expiry = 0, 0, NOBODY, 0, 0
        self._seen: dict[int, int] = {}
        # The queue before this door.
        self._queue: list[int] = []
        self._called = NOBODY
        # The own user.
        self._mode = IDLE
        self._attempt = self._mine = self._asked_at = self._until = 0
        self._votes: set[int] = set()
        self._asked: list[int] = []
        self._silent: set[int] = set()
        self._rest = self._patience

    def start(self, now: int, durable: tuple[Any, ...] | None) -> list[Effect]:
        """Take up what was promised."""
        del now
        if durable is not None:
            self._highest, self._token, self._holder, self._lent, self._expiry = durable
        return []

    def acquire(self, now: int) -> list[Effect]:
        """Knock at the door."""
        self._note_expiry(now)
        if self._mode != IDLE:
            raise AlreadyRequestedError
        self._rest = self._patience
        return list(self._knock(now))

    def release(self, now: int) -> list[Effect]:
        """Tell everybody who voted."""
        self._note_expiry(now)
        if self._mode != HOLDING:
            raise NotHeldError
        self._mode = IDLE
        return list(self._give_back(now))

    def on_message(self, now: int, sender: int, message: tuple[Any, ...]) -> list[Effect]:
        """Answer as a replica, or go on as an asker."""
        if sender not in self._others:
            raise ValueError(f"{sender} is no other node")
        self._silent.discard(sender)
        self._note_expiry(now)
        word, *fields = message
        return list(getattr(self, f"_on_{word}")(now, sender, *fields))

    def on_timer(self, now: int, name: str) -> list[Effect]:
        """Repeat what was not answered."""
        self._note_expiry(now)
        act = {"attempt": self._on_silence, "door": self._on_no_show, "lease": self._on_lease_end}
        return list(act[name](now)) if name in act else []

    # the replica

    def _is_free(self, now: int, asker: int) -> bool:
        return self._holder in {NOBODY, asker} or now >= self._expiry

    def _vote(self, now: int, asker: int, attempt: int, token: int) -> Persist:
        self._highest = self._token = token
        self._holder, self._lent, self._expiry = asker, attempt, now + self._lease
        if self._called == asker:
            self._called = NOBODY
        if asker in self._queue:
            self._queue.remove(asker)
        return self._persist()

    def _persist(self) -> Persist:
        return Persist((self._highest, self._token, self._holder, self._lent, self._expiry))

    def _is_old(self, sender: int, attempt: int) -> bool:
        self._seen[sender] = max(attempt, self._seen.get(sender, 0))
        return attempt < self._seen[sender]

    def _on_knock(self, now: int, sender: int, attempt: int) -> Effects:
        """Vote with a token of this replica's choice, or queue the asker."""
        if self._is_old(sender, attempt):
            return
        if (self._holder, self._lent) == (sender, attempt):
            yield Send(sender, ("vote", attempt, self._token))
        elif self._is_free(now, sender) and self._called in {NOBODY, sender}:
            yield self._vote(now, sender, attempt, max(self._highest + 1, attempt))
            yield Send(sender, ("vote", attempt, self._token))
        else:
            yield from self._enqueue(sender)
            yield Send(sender, ("wait", attempt))

    def _on_ask(self, now: int, sender: int, attempt: int, token: int) -> Effects:
        """Vote for just this token, or refuse."""
        if self._is_old(sender, attempt):
            return
        if token > self._highest and self._is_free(now, sender):
            yield self._vote(now, sender, attempt, token)
            yield Send(sender, ("vote", attempt, token))
        else:
            yield Send(sender, ("no", attempt, self._highest))

    def _on_over(self, now: int, sender: int, attempt: int) -> Effects:
        """Free the lease of this attempt, and no other one."""
        self._seen[sender] = max(attempt + 1, self._seen.get(sender, 0))
        if (self._holder, self._lent) == (sender, attempt):
            self._holder = NOBODY
            yield self._persist()
            yield from self._call(now)

    def _enqueue(self, asker: int) -> Effects:
        if asker not in self._queue and asker != self._called:
            self._queue.append(asker)
            yield SetTimer("lease", self._expiry)

    def _call(self, now: int) -> Effects:
        """Call the first in the queue, if the lock is free and nobody else has been called."""
        if self._mode not in WAITING and self._node in self._queue:
            self._queue.remove(self._node)
        if not self._queue or self._called != NOBODY or not self._is_free(now, NOBODY):
            return
        self._called = self._queue.pop(0)
        yield SetTimer("door", now + 2 * self._patience)
        if self._called == self._node:
            yield from self._ask(now)
        else:
            yield Send(self._called, ("turn", self._highest))

    def _on_no_show(self, now: int) -> Effects:
        self._called = NOBODY
        yield from self._call(now)
        if self._queue and self._called == NOBODY:
            yield SetTimer("lease", self._expiry)

    def _on_lease_end(self, now: int) -> Effects:
        yield from self._call(now)
        if self._queue and self._called == NOBODY:
            yield SetTimer("lease", max(self._expiry, now + 1))

    # the asker

    def _note_expiry(self, now: int) -> None:
        if self._mode == HOLDING and now >= self._until:
            self._mode = IDLE

    def _open(self, now: int, mode: int) -> Effects:
        """Begin an attempt: its number is kept, so that no other life uses it again."""
        self._highest += 1
        self._mode, self._attempt, self._asked_at = mode, self._highest, now
        self._votes, self._asked = set(), []
        yield self._persist()
        yield SetTimer("attempt", now + self._patience)

    def _order(self) -> list[int]:
        """Return the other nodes, those that did not answer lately at the end."""
        return sorted(self._others, key=lambda other: (other in self._silent, other))

    def _knock(self, now: int) -> Effects:
        door = next((n for n in self._order() if n not in self._silent), self._node)
        if self._node < door or door == self._node:
            if self._is_free(now, self._node) and self._called in {NOBODY, self._node}:
                yield from self._ask(now)
            else:
                yield from self._enqueue(self._node)
                yield from self._wait(now)
            return
        yield from self._open(now, KNOCKING)
        self._asked = [door]
        yield Send(door, ("knock", self._attempt))

    def _wait(self, now: int) -> Effects:
        self._mode = QUEUED
        yield SetTimer("attempt", now + 2 * self._lease)

    def _ask(self, now: int) -> Effects:
        """Ask a bare majority for one token."""
        yield from self._open(now, ASKING)
        yield from self._canvass(now, self._attempt)

    def _canvass(self, now: int, token: int) -> Effects:
        """Vote for the own user if that is possible, and ask as many others as are needed."""
        self._mode, self._mine = ASKING, token
        if self._is_free(now, self._node):
            yield self._vote(now, self._node, self._attempt, token)
            self._votes.add(self._node)
        yield from self._ask_more(self._quorum - len(self._votes))
        yield from self._count(now)

    def _ask_more(self, count: int) -> Effects:
        for other in [n for n in self._order() if n not in self._asked][: max(count, 0)]:
            self._asked.append(other)
            yield Send(other, ("ask", self._attempt, self._mine))

    def _count(self, now: int) -> Effects:
        until = self._asked_at + self._safe
        if len(self._votes) < self._quorum:
            return
        if 2 * (until - now) < self._safe or until <= now:
            yield from self._give_up(now)  # the votes came too late to be of use
            return
        self._mode, self._until = HOLDING, until
        yield Granted(self._mine, until)

    def _on_vote(self, now: int, sender: int, attempt: int, token: int) -> Effects:
        if attempt != self._attempt or self._mode not in {KNOCKING, ASKING}:
            return
        self._votes.add(sender)
        if self._mode == KNOCKING:
            yield SetTimer("attempt", now + self._patience)
            yield from self._canvass(now, token)
        else:
            yield from self._count(now)

    def _on_wait(self, now: int, _sender: int, attempt: int) -> Effects:
        if attempt == self._attempt and self._mode == KNOCKING:
            yield from self._wait(now)

    def _on_turn(self, now: int, _sender: int, highest: int) -> Effects:
        if self._mode in WAITING:
            self._highest = max(self._highest, highest)
            yield from self._ask(now)

    def _on_no(self, now: int, _sender: int, attempt: int, highest: int) -> Effects:
        if attempt != self._attempt or self._mode != ASKING:
            return
        self._highest = max(self._highest, highest)
        if len(self._asked) < len(self._others):
            yield from self._ask_more(1)
        else:
            yield from self._give_up(now)

    def _on_silence(self, now: int) -> Effects:
        if self._mode in {QUEUED, RESTING}:
            yield from self._knock(now)
        elif self._mode == KNOCKING:
            self._silent.update(self._asked)
            yield from self._give_up(now)
        elif self._mode == ASKING:
            self._silent.update(other for other in self._asked if other not in self._votes)
            if len(self._asked) < len(self._others):
                yield SetTimer("attempt", now + self._patience)
                yield from self._ask_more(len(self._others))
            else:
                yield from self._give_up(now)

    def _give_up(self, now: int) -> Effects:
        """Give the votes back, and try again after a rest of random length."""
        yield from self._give_back(now)
        self._mode = RESTING
        yield SetTimer("attempt", now + 1 + self._random.randrange(self._rest))
        self._rest = min(2 * self._rest, max(self._lease, self._patience))

    def _give_back(self, now: int) -> Effects:
        for other in self._asked:
            yield Send(other, ("over", self._attempt))
        yield from self._on_over(now, self._node, self._attempt)
