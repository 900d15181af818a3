"""One trial: calls go to the solution and to the model, and what disagrees is reported.

A property judges some aspects only (``Aspect``): one defect should not fail everything. Where the
solution breaks a rule of another aspect, the trial goes on if the model can follow, after a call that
was wrongly refused; else it ends without a verdict.
"""

from collections.abc import Callable
from dataclasses import fields
from enum import Enum, auto
from typing import Any, NoReturn

from exercises.memory_allocator.stub.solution import (
    OutOfMemory,
    Statistics,
    TransactionConflict,
    UnknownTransaction,
)
from exercises.memory_allocator.tests import rules
from exercises.memory_allocator.tests.model import Arena, Model
from exercises.memory_allocator.tests.rules import Ruling
from harness.graded import AnotherRuleBrokenError

KNOWN_FAULTS = (OutOfMemory, TransactionConflict, UnknownTransaction, ValueError)


class Aspect(Enum):
    """What a call can get wrong."""

    PLACE = auto()
    """A range where none may be."""
    PENDING = auto()
    """A range over one whose free is pending."""
    ROOM = auto()
    """allocate or begin succeed without room, or fail with it."""
    GROWTH = auto()
    """reallocate fails with room, succeeds without, moves what shrinks, or to a bad place."""
    REFUSAL = auto()
    """Misuse is not refused, or refused with another exception."""
    ACCEPTANCE = auto()
    """Proper use is refused, and not for want of room."""
    TRACE = auto()
    """A failed call changes statistics()."""
    FIGURES = auto()
    """statistics() is wrong."""


class Session:
    """A fresh allocator of the submission beside a fresh model of it."""

    def __init__(self, submission: Any, arena: Arena, *judged: Aspect) -> None:
        self._judged = frozenset(judged)
        self._answered = self._wrongly_refused = 0
        self.model = Model(arena)
        self.allocator = submission.MemoryAllocator(
            base=arena.base, size=arena.size, granule=arena.granule
        )

    def allocate(self, size: int, alignment: int = 1, transaction: int | None = None) -> int | None:
        """Allocate and return the address, or None if that is rightly refused."""
        given = {"alignment": alignment} if alignment != 1 else {}
        given |= _in_transaction(transaction)
        call = _text("allocate", size, **given)
        ruling = rules.rule_allocate(self.model, size, alignment, transaction)
        answered, address = self._attempt(
            call, ruling, lambda: self.allocator.allocate(size, **given)
        )
        if answered:
            fault = self.model.place_fault(address, size, alignment)
            if fault is not None:
                pending = [Aspect.PENDING] * fault.hits_pending
                self._blame(f"{call} returned {address}, but {fault.text}", Aspect.PLACE, *pending)
            self._check_allowed(call, ruling, address, Aspect.ROOM)
            self.model.allocated(address, size, alignment, transaction)
        return None if address is None else int(address)

    def free(self, address: int, transaction: int | None = None) -> bool:
        """Free a range; return whether it was accepted, rightly."""
        given = _in_transaction(transaction)
        call = _text("free", address, **given)
        ruling = rules.rule_free(self.model, address, transaction)
        answered, _ = self._attempt(call, ruling, lambda: self.allocator.free(address, **given))
        if answered:
            self._check_allowed(call, ruling, None, Aspect.REFUSAL)
            self.model.freed(address, transaction)
        return answered

    def reallocate(self, address: int, size: int) -> int | None:
        """Resize a range and return its address, or None if that is rightly refused."""
        call = _text("reallocate", address, size)
        held = self.model.ranges.get(address)
        ruling = rules.rule_reallocate(self.model, address, size)
        answered, moved_to = self._attempt(
            call, ruling, lambda: self.allocator.reallocate(address, size), Aspect.GROWTH
        )
        if not answered:
            return None
        if held is not None:
            fault = self.model.place_fault(moved_to, size, held.alignment, moved=held)
            if fault is not None:
                pending = [Aspect.PENDING] * fault.hits_pending
                text = f"{call} returned {moved_to}, but {fault.text}"
                self._blame(text, Aspect.GROWTH, Aspect.PLACE, *pending)
        self._check_allowed(call, ruling, moved_to, Aspect.GROWTH)
        if (
            held is not None
            and moved_to != address
            and self.model.whole_granules(size) <= held.size
        ):
            text = f"{call} returned {moved_to}; a range that does not grow stays where it is"
            self._blame(text, Aspect.GROWTH)
        self.model.reallocated(address, size, moved_to)
        return int(moved_to)

    def begin(self, claim: int = 0) -> int | None:
        """Open a transaction and return its number, or None if that is rightly refused."""
        call = _text("begin", claim)
        ruling = rules.rule_begin(self.model, claim)
        answered, number = self._attempt(call, ruling, lambda: self.allocator.begin(claim))
        if not answered:
            return None
        self._check_allowed(call, ruling, number, Aspect.ROOM)
        if number in self.model.numbers_used:
            self._blame(f"{call} returned {number}, which was used before", Aspect.REFUSAL)
        self.model.begun(number, claim)
        return int(number)

    def commit(self, transaction: int) -> bool:
        """Commit; return whether it was accepted, rightly."""
        return self._finish("commit", transaction, self.model.committed)

    def rollback(self, transaction: int) -> bool:
        """Roll back; return whether it was accepted, rightly."""
        return self._finish("rollback", transaction, self.model.rolled_back)

    def expect_figures(self, *names: str) -> None:
        """Compare these fields of statistics() with the model's."""
        found, right = self.allocator.statistics(), self.model.statistics()
        wrong = [name for name in names if getattr(found, name) != getattr(right, name)]
        if wrong:
            said = ", ".join(f"{name}={getattr(found, name)}" for name in wrong)
            should = ", ".join(f"{name}={getattr(right, name)}" for name in wrong)
            self._blame(f"statistics() says {said}; right is {should}", Aspect.FIGURES)

    def expect_empty(self) -> None:
        """Give back all ranges that are live, then demand the whole arena in one piece."""
        for number in list(self.model.claims):
            self.rollback(number)
        for address in list(self.model.ranges):
            self.free(address)
        size, base = self.model.arena.size, self.model.arena.base
        call = f"with everything given back, allocate({size}), the whole arena,"
        try:
            address = self.allocator.allocate(size)
        except OutOfMemory:
            raise AssertionError(f"{call} raised OutOfMemory; it must return {base}") from None
        assert address == base, f"{call} returned {address}; it must return {base}"

    def _finish(self, name: str, transaction: int, follow: Callable[[int], None]) -> bool:
        call = _text(name, transaction)
        ruling = rules.rule_finish(self.model, transaction)
        method = getattr(self.allocator, name)
        answered, _ = self._attempt(call, ruling, lambda: method(transaction))
        if answered:
            self._check_allowed(call, ruling, None, Aspect.REFUSAL)
            follow(transaction)
        return answered

    def _attempt(
        self, call: str, ruling: Ruling, ask: Callable[[], Any], resource: Aspect = Aspect.ROOM
    ) -> tuple[bool, Any]:
        watched = Aspect.TRACE in self._judged and bool(ruling.faults)
        before = self.allocator.statistics() if watched else None
        try:
            answer = ask()
        except KNOWN_FAULTS as raised:
            self._check_refusal(call, ruling, raised, resource)
            if before is not None:
                self._check_trace(call, raised, before)
            return False, None
        self._answered += 1
        return True, answer

    def _check_refusal(
        self, call: str, ruling: Ruling, raised: Exception, resource: Aspect
    ) -> None:
        if isinstance(raised, tuple(ruling.faults)):
            return
        if not ruling.faults:
            text = f"{call} raised {type(raised).__name__}; it must succeed: {ruling.reason}"
            lacks_room = isinstance(raised, OutOfMemory)
            self._blame_refusal(text, resource if lacks_room else Aspect.ACCEPTANCE)
        else:
            text = f"{call} raised {type(raised).__name__}; right is {_names(ruling)}"
            lacks_room = OutOfMemory in ruling.faults
            self._blame_refusal(
                f"{text}: {ruling.reason}", resource if lacks_room else Aspect.REFUSAL
            )

    def _check_allowed(self, call: str, ruling: Ruling, answer: object, resource: Aspect) -> None:
        if not ruling.may_succeed:
            aspect = resource if OutOfMemory in ruling.faults else Aspect.REFUSAL
            self._blame(
                f"{call} returned {answer}; it must raise {_names(ruling)}: {ruling.reason}", aspect
            )

    def _check_trace(self, call: str, raised: Exception, before: Statistics) -> None:
        after = self.allocator.statistics()
        changes = [
            f"{field.name} from {getattr(before, field.name)} to {getattr(after, field.name)}"
            for field in fields(Statistics)
            if getattr(before, field.name) != getattr(after, field.name)
        ]
        if changes:
            text = f"{call} raised {type(raised).__name__}, yet statistics() went"
            self._blame(f"{text} {', '.join(changes)}", Aspect.TRACE)

    def _blame_refusal(self, text: str, aspect: Aspect) -> None:
        """Blame, or pardon as long as most calls are answered: what was refused changed nothing."""
        self._wrongly_refused += 1
        if aspect in self._judged or self._wrongly_refused > self._answered:
            self._blame(text, aspect)

    def _blame(self, text: str, *aspects: Aspect) -> NoReturn:
        if self._judged.isdisjoint(aspects):
            raise AnotherRuleBrokenError(text)
        raise AssertionError(text)


def _in_transaction(transaction: int | None) -> dict[str, int]:
    return {} if transaction is None else {"transaction": transaction}


def _text(name: str, *args: object, **keywords: object) -> str:
    given = [str(arg) for arg in args] + [f"{key}={value}" for key, value in keywords.items()]
    return f"{name}({', '.join(given)})"


def _names(ruling: Ruling) -> str:
    return " or ".join(sorted(fault.__name__ for fault in ruling.faults))
