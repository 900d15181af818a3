"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A property judges some aspects only (``rules.Aspect``): one defect should not fail everything. Where
the solution breaks a rule of another aspect, the trial goes on if the model can follow, after a call
that was wrongly refused; else it ends without a verdict.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from exercises.processor_allocator.stub.solution import (
    UNIT,
    CapacityError,
    LeaseExpired,
    Machine,
    UnknownName,
)
from exercises.processor_allocator.tests import rules, shares
from exercises.processor_allocator.tests.model import Model
from exercises.processor_allocator.tests.rules import Aspect, Ruling
from harness.graded import AnotherRuleBrokenError

KNOWN_FAULTS = (CapacityError, LeaseExpired, UnknownName, ValueError)
BLAMED_FOR = {
    CapacityError: Aspect.ROOM,
    LeaseExpired: Aspect.FIRST,
    ValueError: Aspect.CLASH,
    UnknownName: Aspect.FIRST,
}
"""What is wrong with a first message that is refused without reason, by the exception."""


class Session:
    """A fresh allocator of the submission beside a fresh model of it."""

    def __init__(self, submission: Any, nodes: Sequence[int], *judged: Aspect) -> None:
        self._judged = frozenset(judged)
        self._answered = self._wrongly_refused = 0
        self.model = Model(nodes)
        self.allocator = submission.ProcessorAllocator(list(nodes))

    def admit(self, now: int, machine: Machine) -> list[int] | None:
        """Admit a machine; return its placement, or None if it is refused."""
        call = f"admit({now}, {machine})"
        ruling = self._rule(now, lambda: rules.rule_admit(self.model, machine))
        placement = self._place(call, ruling, machine, lambda: self.allocator.admit(now, machine))
        if placement is not None:
            self.model.run(machine, placement)
        return placement

    def remove(self, now: int, name: str) -> bool:
        """Stop a machine; return whether that is accepted, rightly."""
        ruling = self._rule(now, lambda: rules.rule_running(self.model, name))
        answered, _ = self._attempt(
            f"remove({now}, {name!r})", ruling, lambda: self.allocator.remove(now, name)
        )
        if answered:
            del self.model.running[name]
        return answered

    def prepare(self, now: int, name: str, machine: Machine, lease: int) -> list[int] | None:
        """Prepare a request; return the placement, or None if it is refused."""
        call = f"prepare({now}, {name!r}, {machine}, {lease})"
        ruling = self._rule(now, lambda: rules.rule_prepare(self.model, name, machine, lease))
        is_first = name not in self.model.requests
        placement = self._place(
            call, ruling, machine, lambda: self.allocator.prepare(now, name, machine, lease)
        )
        if placement is not None and is_first:
            self.model.hold(name, machine, lease, placement)
        return placement

    def commit(self, now: int, name: str) -> list[int] | None:
        """Commit a request; return the placement, or None if it is refused."""
        call = f"commit({now}, {name!r})"
        ruling = self._rule(now, lambda: rules.rule_commit(self.model, name))
        answered, placement = self._attempt(call, ruling, lambda: self.allocator.commit(now, name))
        if not answered:
            return None
        self._check_same(call, ruling, placement)
        self.model.commit(name)
        return list(placement)

    def abort(self, now: int, name: str) -> bool:
        """Abort a request; return whether that is accepted, rightly."""
        ruling = self._rule(now, lambda: rules.rule_abort(self.model, name))
        answered, _ = self._attempt(
            f"abort({now}, {name!r})", ruling, lambda: self.allocator.abort(now, name)
        )
        if answered:
            self.model.abort(name)
        return answered

    def divide(self, now: int, demands: Mapping[str, int]) -> dict[str, int] | None:
        """Divide; return the answer, or None if it is refused."""
        call = f"divide({now}, {demands})"
        ruling = self._rule(now, lambda: rules.rule_divide(self.model, demands))
        answered, answer = self._attempt(
            call, ruling, lambda: self.allocator.divide(now, dict(demands))
        )
        if not answered:
            return None
        claims = {
            name: shares.claim_of(self.model.running[name].machine, demand)
            for name, demand in demands.items()
        }
        capacity = UNIT * self.model.processors
        fault = shares.divide_fault(claims, capacity, answer)
        if fault and (Aspect.BOUNDS in self._judged or set(answer) != set(claims)):
            self._blame(f"{call} returned {answer}, but {fault}", Aspect.BOUNDS)
        if Aspect.FAIRNESS in self._judged:
            fault = shares.unfair_share(claims, capacity, answer)
            if fault:
                self._blame(f"{call} returned {answer}, but {fault}", Aspect.FAIRNESS)
        return dict(answer)

    def expect_free(self, now: int) -> None:
        """Compare free() with the model's."""
        ruling = self._rule(now, lambda: rules.rule_running(self.model))
        answered, found = self._attempt(f"free({now})", ruling, lambda: self.allocator.free(now))
        right = self.model.unreserved()
        if answered and found != right:
            text = f"free({now}) returned {found}; right is {right}: {self.model.describe()}"
            self._blame(text, Aspect.FREE)

    def _rule(self, now: int, judge: Callable[[], Ruling]) -> Ruling:
        if now < self.model.accepted_at:
            return rules.too_early(self.model)
        self.model.reach(now)
        return judge()

    def _place(
        self, call: str, ruling: Ruling, machine: Machine, ask: Callable[[], Any]
    ) -> list[int] | None:
        """Ask for a placement; what is returned is right, or the trial is over."""
        answered, placement = self._attempt(call, ruling, ask, is_placement=True)
        if not answered:
            return None
        if ruling.answer is not None:
            self._check_same(call, ruling, placement)
        elif ruling.faults == {CapacityError} or not ruling.faults:
            fault = self.model.placement_fault(machine, placement)
            if fault:
                right = f". It must raise CapacityError: {ruling.reason}" if ruling.faults else ""
                self._blame(f"{call} returned {placement}, but {fault}{right}", Aspect.PLACE)
        return list(placement)

    def _check_same(self, call: str, ruling: Ruling, placement: Sequence[int]) -> None:
        if ruling.answer is not None and tuple(placement) != ruling.answer:
            text = f"{call} returned {placement}; right is {list(ruling.answer)}: {ruling.reason}"
            self._blame(text, ruling.aspect)

    def _attempt(
        self, call: str, ruling: Ruling, ask: Callable[[], Any], *, is_placement: bool = False
    ) -> tuple[bool, Any]:
        watched = Aspect.TRACE in self._judged and bool(ruling.faults)
        before = self.allocator.free(self.model.now) if watched else None
        try:
            answer = ask()
        except KNOWN_FAULTS as raised:
            self._check_refusal(call, ruling, raised, is_first=is_placement)
            if watched:
                self._check_trace(call, raised, before)
            return False, None
        if ruling.faults and not (is_placement and ruling.faults == {CapacityError}):
            text = f"{call} returned {answer}; it must raise {_names(ruling)}: {ruling.reason}"
            self._blame(text, ruling.aspect)
        self._answered += 1
        self.model.accepted()
        return True, answer

    def _check_refusal(
        self, call: str, ruling: Ruling, raised: Exception, *, is_first: bool
    ) -> None:
        if isinstance(raised, tuple(ruling.faults)):
            return
        kind = next(fault for fault in KNOWN_FAULTS if isinstance(raised, fault))
        if ruling.faults:
            text = f"{call} raised {kind.__name__}; right is {_names(ruling)}: {ruling.reason}"
            aspects = {ruling.aspect}
        else:
            text = f"{call} raised {kind.__name__}; it must succeed: {ruling.reason}"
            aspects = {ruling.aspect}
            if is_first and ruling.answer is None:
                aspects = {BLAMED_FOR[kind]}
            if kind in (LeaseExpired, UnknownName):
                aspects.add(Aspect.DEATH)
        # What was refused changed nothing: pardoned as long as most calls are answered.
        self._wrongly_refused += 1
        if not self._judged.isdisjoint(aspects) or self._wrongly_refused > self._answered + 1:
            self._blame(text, *aspects)

    def _check_trace(self, call: str, raised: Exception, before: list[int] | None) -> None:
        after = self.allocator.free(self.model.now)
        if after != before:
            text = (
                f"{call} raised {type(raised).__name__}, yet free() went from {before} to {after}"
            )
            self._blame(text, Aspect.TRACE)

    def _blame(self, text: str, *aspects: Aspect) -> NoReturn:
        if self._judged.isdisjoint(aspects):
            raise AnotherRuleBrokenError(text)
        raise AssertionError(text)


def _names(ruling: Ruling) -> str:
    return " or ".join(sorted(fault.__name__ for fault in ruling.faults))
