"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A property judges some aspects only (``Aspect``): one defect should not fail everything. Where the
solution breaks a rule of another aspect, the model follows it as far as it can: to an unsafe state, past
a closed door, past a request that is left waiting. Where it can not, the trial ends without a verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from typing import Any, NoReturn

from exercises.device_allocator.stub.solution import (
    ClaimExceeded,
    Grant,
    NotHeld,
    RequestPending,
    StaleSession,
)
from exercises.device_allocator.tests import words
from exercises.device_allocator.tests.model import Counts, Host, Model, Unit
from exercises.device_allocator.tests.rules import KNOWN_FAULTS, faults_of
from harness.graded import AnotherRuleBrokenError
from harness.refusals import expect_not_made
from harness.remote.errors import GuestRaised


class Aspect(Enum):
    """What a call can get wrong."""

    SAFETY = auto()
    """A grant after which not all can finish."""
    NEWCOMERS = auto()
    """A grantable request of a session that holds nothing is left waiting."""
    HOLDERS = auto()
    """A grantable request of a session that holds something is left waiting."""
    SERVING = auto()
    """withdraw or unregister leave a grantable request waiting."""
    OWNERSHIP = auto()
    """A grant of other units than wanted, of units in use, or to who does not wait; wrong holdings."""
    DOOR = auto()
    """A newcomer is granted past a closed door."""
    ARGUMENTS = auto()
    """Bad counts, claims and empty lists: refused wrongly, or not refused."""
    USE = auto()
    """RequestPending and NotHeld: raised wrongly, or not raised."""
    FENCE = auto()
    """StaleSession: raised wrongly, or not raised; a number is used again."""


LEGALITY = frozenset(Aspect) - {Aspect.NEWCOMERS, Aspect.HOLDERS, Aspect.SERVING}
"""All but what is left waiting: what a figure must not be earned by."""

_ASPECT_OF_FAULT: Mapping[type[Exception], Aspect] = {
    ValueError: Aspect.ARGUMENTS,
    ClaimExceeded: Aspect.ARGUMENTS,
    RequestPending: Aspect.USE,
    NotHeld: Aspect.USE,
    StaleSession: Aspect.FENCE,
}
_RETURNING_CALLS = ("withdraw", "unregister")


class Session:
    """A fresh allocator of the submission beside a fresh model of it.

    Attributes:
        log: Every accepted call with its answer, sessions named by the order of their registration.
        before_grant: Hears of each grant while the model is still as it was before it.
    """

    def __init__(
        self, submission: Any, host: Host, *judged: Aspect, model: Model | None = None
    ) -> None:
        self._judged = frozenset(judged)
        self._has_granted = False
        self.model = model or Model(host)
        self.log: list[tuple[str, str]] = []
        self.before_grant: Callable[[Sequence[Unit]], None] = lambda _: None
        groups = {name: list(sizes) for name, sizes in host.groups.items()}
        self.allocator = submission.DeviceAllocator(groups=groups, patience=host.patience)

    def register(self, claim: Counts) -> int:
        """Open a session and return its number."""
        call = words.call("register", dict(claim))
        number: int = self._attempt(call, "register", dict(claim))
        if number in self.model.numbers_used:
            self._stop(f"{call} returned {number}, which was used before", Aspect.FENCE)
        self.model.registered(number, claim)
        self._note("register", number, (dict(claim),), None)
        return number

    def request(self, session: int, wanted: Counts) -> list[Grant]:
        """Ask for units and return the grants that this call made."""
        return self._serve("request", session, self.model.requested, dict(wanted))

    def release(self, session: int, units: Sequence[Unit]) -> list[Grant]:
        """Give units back and return the grants that this call made."""
        return self._serve(
            "release", session, lambda _, given: self.model.released(given), list(units)
        )

    def withdraw(self, session: int) -> list[Grant]:
        """Cancel a request that waits and return the grants that this call made."""
        return self._serve("withdraw", session, self.model.withdrawn)

    def unregister(self, session: int) -> list[Grant]:
        """End a session and return the grants that this call made."""
        return self._serve("unregister", session, self.model.ended)

    def expect_holdings(self, session: int) -> None:
        """Compare the answer of holdings() with the grants and releases so far."""
        found, right = self.allocator.holdings(session), self.model.units_of(session)
        if found != right:
            self._stop(
                f"holdings({session}) returned {found}; by the grants and releases so far it is {right}",
                Aspect.OWNERSHIP,
            )

    def expect_all_free(self) -> None:
        """Demand, when all sessions have ended, that a new one can have everything at once."""
        total = self.model.total
        number = self.register(total)
        grants = self.request(number, total)
        assert grants, (
            f"all sessions have ended, so every unit is free; a new one, session {number}, asked for"
            f" {words.counted(total)} and was not granted it"
        )

    def expect_refused(self, method: str, *args: Any) -> None:
        """Make a call that must be refused, and look whether the caller's holdings change."""
        faults = faults_of(self.model, method, *args)
        if not faults:
            raise ValueError(f"{method}{args} need not be refused")
        call = words.call(method, *args)
        is_open = method != "register" and self.model.is_open(args[0])
        before = self.allocator.holdings(args[0]) if is_open else None
        try:
            answer = getattr(self.allocator, method)(*args)
        except (GuestRaised, *KNOWN_FAULTS) as raised:
            if not isinstance(raised, tuple(faults)):
                self._stop(f"{call} raised {type(raised).__name__}; {words.right(faults)}")
        else:
            self._stop(f"{call} returned {answer}; {words.right(faults)}")
        after = self.allocator.holdings(args[0]) if is_open else None
        if before != after:
            self._stop(
                f"{call} was refused, rightly, yet holdings({args[0]}) is {after} now; before the call it"
                f" was {before}"
            )

    def _serve(
        self, method: str, session: int, follow: Callable[..., None], *rest: Any
    ) -> list[Grant]:
        call = words.call(method, session, *rest)
        grants: list[Grant] = self._attempt(call, method, session, *rest)
        follow(session, *rest)
        for grant in grants:
            self._check_grant(call, grant)
        self._check_queue(call, method)
        self._note(method, session, rest, grants)
        return grants

    def _attempt(self, call: str, method: str, *args: Any) -> Any:
        """Make a call that breaks no rule."""
        try:
            return getattr(self.allocator, method)(*args)
        except KNOWN_FAULTS as raised:
            aspects = [a for kind, a in _ASPECT_OF_FAULT.items() if isinstance(raised, kind)]
            text = f"{call} raised {type(raised).__name__}; nothing is wrong with it"
            self._stop(f"{text}. {words.state(self.model)}", *aspects)

    def _check_grant(self, call: str, grant: Grant) -> None:
        waiting = self.model.request_of(grant.session)
        text = f"{call} granted {words.listed(grant.units)} to session {grant.session}"
        if waiting is None:
            self._stop(f"{text}, which has no request waiting", Aspect.OWNERSHIP)
        fault = words.unit_fault(self.model, waiting, grant.units)
        if fault:
            self._stop(f"{text}, but {fault}", Aspect.OWNERSHIP)
        self.before_grant(grant.units)
        keeper = self.model.door_keeper(waiting)
        if keeper is not None and Aspect.DOOR in self._judged:
            raise AssertionError(f"{text}, {words.closed_door(self.model, keeper)}")
        self.model.granted(waiting, grant.units)
        self._has_granted = True
        if Aspect.SAFETY in self._judged and self.model.order_after() is None:
            raise AssertionError(
                f"{text}. Now there is no order in which all can finish: {words.state(self.model)}"
            )

    def _check_queue(self, call: str, method: str) -> None:
        if self.model.queue and not self._has_granted:
            raise AssertionError(
                f"{call} granted nothing, and nothing was granted before: every unit is free, and"
                f" {words.queue(self.model)}"
            )
        for waiting in self.model.queue:
            holds = self.model.is_holder(waiting.session)
            aspects = {Aspect.HOLDERS if holds else Aspect.NEWCOMERS}
            if method in _RETURNING_CALLS:
                aspects.add(Aspect.SERVING)
            if aspects & self._judged and self.model.is_grantable(waiting):
                raise AssertionError(f"After {call}, {words.withheld(self.model, waiting)}")

    def _note(
        self, method: str, session: int, rest: Sequence[Any], grants: list[Grant] | None
    ) -> None:
        """Keep a call and its answer in words that do not depend on the numbers of sessions."""
        place = self.model.numbers_used.index
        said = [f"the session registered as number {place(session) + 1}", *map(str, rest)]
        answer = "" if grants is None else str([(place(g.session) + 1, g.units) for g in grants])
        self.log.append((f"{method} {', '.join(said)}", answer))

    def _stop(self, text: str, *aspects: Aspect) -> NoReturn:
        """End the trial: the model can not follow. Without aspects the property judges it."""
        if aspects and self._judged.isdisjoint(aspects):
            raise AnotherRuleBrokenError(text)
        raise AssertionError(text)


def expect_no_host(submission: Any, host: Host) -> None:
    """Try to make an allocator that must not be."""
    groups = {name: list(sizes) for name, sizes in host.groups.items()}
    expect_not_made(
        lambda: submission.DeviceAllocator(groups=groups, patience=host.patience),
        f"DeviceAllocator(groups={groups}, patience={host.patience})",
        "there are classes, each of groups of at least one unit, and patience is not negative",
    )
