"""network_lock: one node (replica and client in one) of a distributed lock."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Send:
    """Hand a message to the network for ANOTHER node: it may be lost, delayed, duplicated, reordered."""

    to: int
    message: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class SetTimer:
    """on_timer(now, name) once the node's own clock shows at least `at`; the same name replaces the older timer."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Persist:
    """Replace the durable state; it is what `start` gets after a crash."""

    state: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Granted:
    """The local user holds the lock, with this fencing token, until it releases or its own clock shows `until`."""

    token: int
    until: int


Effect = Send | SetTimer | Persist | Granted


class AlreadyRequestedError(RuntimeError):
    """acquire: this node's user waits for the lock or holds it."""


class NotHeldError(RuntimeError):
    """release: this node's user does not hold the lock (now)."""


class NetworkLock:
    """Times are ticks of the node's own clock. Every method returns the effects, carried out in list order."""

    def __init__(  # noqa: PLR0917 - an interface is called as it is written
        self, node: int, nodes: int, lease: int, drift: int, round_trip: int, seed: int
    ) -> None:
        """Node 0..nodes-1, nodes 1..64; lease >= 1 ticks; drift 0..999 permille; round_trip >= 1 ticks (ValueError otherwise)."""
        raise NotImplementedError

    def start(self, now: int, durable: tuple[Any, ...] | None) -> list[Effect]:
        """Called once, first. durable: the state last persisted before the crash, or None at the first start."""
        raise NotImplementedError

    def acquire(self, now: int) -> list[Effect]:
        """The local user wants the lock; exactly one Granted follows, now or later. AlreadyRequestedError."""
        raise NotImplementedError

    def release(self, now: int) -> list[Effect]:
        """The local user gives it back before `until`. NotHeldError (also when now >= until)."""
        raise NotImplementedError

    def on_message(self, now: int, sender: int, message: tuple[Any, ...]) -> list[Effect]:
        """A message arrives, perhaps late or twice. ValueError: sender is this node or no node."""
        raise NotImplementedError

    def on_timer(self, now: int, name: str) -> list[Effect]:
        """A timer fires; a stale or unknown name is ignored: []."""
        raise NotImplementedError
