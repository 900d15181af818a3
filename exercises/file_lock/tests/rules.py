"""The oracle's judgement: which exceptions of a call are right in the model's state."""

from dataclasses import dataclass

from exercises.file_lock.stub.solution import (
    BlockedError,
    DeadlockError,
    NotBlockedError,
    WouldBlockError,
)
from exercises.file_lock.tests.calls import Call, argument_faults
from exercises.file_lock.tests.model import Model, Request

NAMED_ERRORS = (
    WouldBlockError,
    DeadlockError,
    BlockedError,
    NotBlockedError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say about a call.

    Attributes:
        faults: The exceptions that are right.
        may_succeed: Success is right, too.
        reason: Why, for the student.
    """

    faults: tuple[type[Exception], ...]
    may_succeed: bool
    reason: str

    @property
    def names(self) -> str:
        """The exceptions as words."""
        return " or ".join(sorted({fault.__name__ for fault in self.faults}))


def rule(model: Model, call: Call) -> Ruling:
    """Judge a call before it is made. Arguments come first, then who is asleep (rules 1 and 9)."""
    faults = argument_faults(call)
    if faults:
        return Ruling(faults, may_succeed=False, reason="arguments come first, see rule 1")
    waiting = model.request_of(call.owner)
    if call.method == "cancel" and waiting is None:
        return _refused(NotBlockedError, f"owner {call.owner} does not wait")
    if call.method not in ("cancel", "exit") and waiting is not None:
        return _refused(BlockedError, f"owner {call.owner} is asleep, it waits ({waiting})")
    request = call.request()
    if request is None or call.method == "get_lock":
        return Ruling((), may_succeed=True, reason="nothing is in its way")
    return _rule_conflict(model, call, request)


def _rule_conflict(model: Model, call: Call, request: Request) -> Ruling:
    holders = model.holders_against(request)
    in_the_way = f"held locks of {owners_text(holders)} conflict with it" if holders else ""
    if call.method == "try_lock":
        if holders:
            return _refused(WouldBlockError, in_the_way)
        return Ruling((), may_succeed=True, reason="it conflicts with no held lock")
    must = model.cycle(request, with_queue=False)
    if must:
        return _refused(DeadlockError, cycle_text(must))
    may = model.cycle(request, with_queue=True)
    if may:
        return Ruling((DeadlockError,), may_succeed=True, reason=cycle_text(may))
    return Ruling((), may_succeed=True, reason=in_the_way or "it conflicts with no held lock")


def _refused(error: type[Exception], reason: str) -> Ruling:
    return Ruling((error,), may_succeed=False, reason=reason)


def owners_text(owners: list[int]) -> str:
    """Return words for some owners."""
    return f"owner {owners[0]}" if len(owners) == 1 else f"owners {', '.join(map(str, owners))}"


def cycle_text(owners: list[int]) -> str:
    """Return words for a cycle of owners."""
    path = " waits for ".join(str(owner) for owner in (*owners, owners[0]))
    return f"owner {path}"
