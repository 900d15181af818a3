"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A property judges some aspects only (``Aspect``): one defect should not fail everything. Where the
solution breaks a rule of another aspect the trial goes on if the model can follow, else it ends
without a verdict.
"""

from enum import Enum, auto
from typing import Any

from exercises.file_lock.stub.solution import (
    BlockedError,
    DeadlockError,
    Lock,
    NotBlockedError,
    WouldBlockError,
)
from exercises.file_lock.tests.calls import SETTING, Call
from exercises.file_lock.tests.model import Model, Request
from exercises.file_lock.tests.rules import NAMED_ERRORS, Ruling, owners_text, rule
from exercises.file_lock.tests.words import lock_text, locks_text, state_text
from harness.graded import AnotherRuleBrokenError


class Aspect(Enum):
    """What a call can get wrong."""

    STATE = auto()
    """locks() is wrong, or a call is refused that must be granted."""
    EXCLUSION = auto()
    """A request is granted that conflicts with a held lock, or grants come in an impossible order."""
    REASON = auto()
    """Somebody waits for nothing."""
    DEADLOCK = auto()
    """DeadlockError without need, or none where it must be."""
    CONFLICT_SHOWN = auto()
    """get_lock is wrong."""
    GHOST = auto()
    """A request that does not exist any more, or never did, is granted or keeps its owner asleep."""
    LEAVING = auto()
    """exit or cancel are refused, or take too little or too much."""
    TRACE = auto()
    """A call that raised has changed something."""
    REFUSAL = auto()
    """Misuse is not refused, or refused with another exception."""


_WRONGLY_RAISED = {
    WouldBlockError: (Aspect.STATE,),
    DeadlockError: (Aspect.DEADLOCK,),
    BlockedError: (Aspect.GHOST,),
    NotBlockedError: (Aspect.LEAVING,),
}
_WRONGLY_ACCEPTED = {WouldBlockError: Aspect.EXCLUSION, DeadlockError: Aspect.DEADLOCK}
_FOLLOWED = frozenset({Aspect.REASON, Aspect.DEADLOCK, Aspect.CONFLICT_SHOWN})
"""The model can follow a call that breaks one of these."""


class Session:
    """A fresh table of the submission beside a fresh model of it.

    Attributes:
        missed_deadlock: Somebody waits who had to get DeadlockError.
    """

    def __init__(self, table: Any, *judged: Aspect) -> None:
        self._judged = frozenset(judged)
        self._table = table
        self.model = Model()
        self.missed_deadlock = False

    def make(self, call: Call) -> bool:
        """Make a call and judge its answer; return whether it was accepted."""
        ruling = rule(self.model, call)
        try:
            answer = call.send(self._table)
        except NAMED_ERRORS as raised:
            self._check_refusal(call, ruling, raised)
            self._check_state(call, f"{call}, which raised {type(raised).__name__},", Aspect.TRACE)
            return False
        self._check_accepted(call, ruling, answer)
        if call.method == "get_lock":
            self._check_conflict_shown(call, answer)
            self._check_state(call, f"{call}", Aspect.CONFLICT_SHOWN)
            return True
        self._follow(call, answer)
        leaving = [Aspect.LEAVING] * (call.method in ("exit", "cancel"))
        self._check_state(call, f"{call}, which returned {answer},", *leaving)
        self._check_reasons(call, answer)
        return True

    # What was refused or accepted

    def _check_refusal(self, call: Call, ruling: Ruling, raised: Exception) -> None:
        if isinstance(raised, ruling.faults):
            return
        said = f"{call} raised {type(raised).__name__}"
        if ruling.faults:
            text = f"{said}; right is {ruling.names}: {ruling.reason}"
            self._blame(text, Aspect.REFUSAL, is_followed=True)
            return
        aspects = next(
            (found for kind, found in _WRONGLY_RAISED.items() if issubclass(type(raised), kind)),
            (Aspect.REFUSAL, Aspect.STATE),
        )
        right = "it must be accepted"
        if Aspect.DEADLOCK in aspects:
            right = "waiting would close no cycle"
        self._blame(
            f"{said}; {right}: {ruling.reason}. {state_text(self.model)}",
            *aspects,
            is_followed=Aspect.STATE in aspects,
        )

    def _check_accepted(self, call: Call, ruling: Ruling, answer: object) -> None:
        if not ruling.faults or ruling.may_succeed:
            return
        fault = ruling.faults[0]
        aspects = [_WRONGLY_ACCEPTED.get(fault, Aspect.REFUSAL)]
        if fault is WouldBlockError:
            aspects.append(Aspect.STATE)
        if fault is DeadlockError:
            self.missed_deadlock = True
        self._blame(
            f"{call} returned {answer}; it must raise {ruling.names}: {ruling.reason}."
            f" {state_text(self.model)}",
            *aspects,
        )

    # What was answered

    def _check_conflict_shown(self, call: Call, answer: Lock | None) -> None:
        request = call.request()
        if request is None:
            raise ValueError(f"{call} has no good range")
        right = self.model.locks_against(request)
        if answer not in right and (right or answer is not None):
            shown = "None" if answer is None else lock_text(answer)
            self._blame(
                f"{call} returned {shown}; the locks that conflict, as locks({request.file}) must show"
                f" them: {locks_text(right)}",
                Aspect.CONFLICT_SHOWN,
            )

    def _follow(self, call: Call, answer: list[int]) -> None:
        model, grants = self.model, list(answer)
        if call.method in SETTING:
            grants = self._follow_caller(call, grants)
        elif call.method == "unlock" and call.span is not None:
            model.unlocked(call.args[0], call.owner, call.span.cells)
        elif call.method == "close":
            model.closed(call.args[0], call.owner)
        elif call.method == "exit":
            model.exited(call.owner)
        else:
            model.cancelled(call.owner)
        for owner in grants:
            waiting = model.request_of(owner)
            if waiting is None:
                text = f"{call} returned {answer}, but owner {owner} does not wait then"
                self._blame(f"{text}. {state_text(model)}", Aspect.GHOST)
            else:
                self._grant(f"{call} returned {answer}", waiting)

    def _follow_caller(self, call: Call, answer: list[int]) -> list[int]:
        """Grant the caller's request, or let it wait; return the other grants."""
        request = call.request()
        if request is None:
            raise ValueError(f"{call} has no good range")
        if answer[:1] == [call.owner]:
            self._grant(f"{call} returned {answer}", request)
        elif call.method == "try_lock" or answer:
            text = f"{call} returned {answer}; the caller comes first: [{call.owner}, ...]"
            self._blame(f"{text}. {state_text(self.model)}", Aspect.EXCLUSION, Aspect.STATE)
        else:
            self.model.waits(request)
        return answer[1:]

    def _grant(self, said: str, request: Request) -> None:
        holders = self.model.holders_against(request)
        if holders:
            self._blame(
                f"{said}, but {request} conflicts with what {owners_text(holders)} held when its turn"
                f" came. {state_text(self.model)}",
                Aspect.EXCLUSION,
            )
        self.model.granted(request)

    def _check_reasons(self, call: Call, answer: list[int]) -> None:
        idle = self.model.without_reason()
        if idle:
            self._blame(
                f"after {call}, which returned {answer}, this request waits, and neither a held lock"
                f" nor an earlier request conflicts with it: {idle[0]}. {state_text(self.model)}",
                Aspect.REASON,
            )

    def _check_state(self, call: Call, said: str, *aspects: Aspect) -> None:
        """Compare all files; only that of the call where it is for the model's sake."""
        is_judged = not self._judged.isdisjoint((Aspect.STATE, *aspects))
        files = self.model.files() or [0]
        if not is_judged and call.file is not None:
            files = [call.file]
        for file in files:
            shown, right = self._table.locks(file), self.model.locks(file)
            if shown != right:
                self._blame(
                    f"after {said} locks({file}) shows: {locks_text(shown)}. Right is:"
                    f" {locks_text(right)}",
                    Aspect.STATE,
                    *aspects,
                )

    def _blame(self, text: str, *aspects: Aspect, is_followed: bool = False) -> None:
        """Report a fault; pass the trial over, unless the model can follow and it goes on."""
        if not self._judged.isdisjoint(aspects):
            raise AssertionError(text)
        if not is_followed and not _FOLLOWED.issuperset(aspects):
            raise AnotherRuleBrokenError(text)
