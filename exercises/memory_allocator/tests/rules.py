"""The oracle's judgement: which outcomes of a call are right in the model's state.

Each function is one rule of the handout (R1 to R10) in code. Two faults in one call make both
exceptions right (R10).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from exercises.memory_allocator.stub.solution import (
    InvalidAddress,
    OutOfMemory,
    TransactionConflict,
    UnknownTransaction,
)
from exercises.memory_allocator.tests.model import Model, Range, is_power_of_two


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say about a call.

    Attributes:
        faults: The exceptions that are right; with two faults in one call, either is.
        may_succeed: Success is right; beside ``faults`` it is the one case that is left open.
        reason: Why, for the student.
    """

    faults: frozenset[type[Exception]]
    may_succeed: bool
    reason: str


def rule_allocate(model: Model, size: int, alignment: int, transaction: int | None) -> Ruling:
    """Rules R2 to R4."""
    if size < 1:
        return _refused(ValueError, "size must be at least 1")
    need = model.whole_granules(size)
    own = 0 if transaction is None else model.claims.get(transaction, 0)
    effective = max(alignment, model.arena.granule) if is_power_of_two(alignment) else 1
    faults: dict[type[Exception], str] = {}
    if not is_power_of_two(alignment):
        faults[ValueError] = f"alignment {alignment} is not a power of two"
    if model.is_unknown(transaction):
        faults[UnknownTransaction] = f"transaction {transaction} is not open"
    if max(0, need - own) > model.unclaimed:
        faults[OutOfMemory] = _shortage(model, need, own)
    elif not model.holds(need, effective):
        faults[OutOfMemory] = f"no gap holds {need} bytes aligned to {effective}"
    granted = f"a gap holds {need} bytes aligned to {effective}, and they are not claimed"
    return _ruling(faults, granted)


def rule_free(model: Model, address: int, transaction: int | None) -> Ruling:
    """Rule R6."""
    faults: dict[type[Exception], str] = {}
    held = model.ranges.get(address)
    if model.is_unknown(transaction):
        faults[UnknownTransaction] = f"transaction {transaction} is not open"
    if held is None or (held.freed_by is not None and held.freed_by == transaction):
        faults[InvalidAddress] = model.describe(address)
    elif held.freed_by is not None or held.made_by not in (None, transaction):
        faults[TransactionConflict] = model.describe(address)
    return _ruling(faults, model.describe(address))


def rule_reallocate(model: Model, address: int, size: int) -> Ruling:
    """Rule R7."""
    if size < 1:
        return _refused(ValueError, "size must be at least 1")
    held = model.ranges.get(address)
    if held is None:
        return _refused(InvalidAddress, model.describe(address))
    faults: dict[type[Exception], str] = {}
    if not held.is_ordinary:
        faults[TransactionConflict] = model.describe(address)
    need = model.whole_granules(size)
    if need <= held.size:
        return _ruling(faults, "it does not grow")
    if need - held.size > model.unclaimed:
        faults[OutOfMemory] = _shortage(model, need - held.size, 0)
    elif not _has_place_to_grow(model, held, need):
        faults[OutOfMemory] = f"neither in place nor in a gap is there room for {need} bytes"
        over_itself = model.holds(need, held.alignment, without=held)
        if over_itself and TransactionConflict not in faults:
            return Ruling(frozenset(faults), may_succeed=True, reason=faults[OutOfMemory])
    return _ruling(faults, f"there is room for {need} bytes in place or in a gap")


def _has_place_to_grow(model: Model, held: Range, need: int) -> bool:
    in_place = any(
        start == held.end and end - start >= need - held.size for start, end in model.gaps()
    )
    return in_place or model.holds(need, held.alignment)


def rule_begin(model: Model, claim: int) -> Ruling:
    """Rule R8 and the sizes of R2."""
    if claim < 0:
        return _refused(ValueError, "a claim can not be negative")
    need = model.whole_granules(claim)
    if need > model.unclaimed:
        return _refused(OutOfMemory, _shortage(model, need, 0))
    return _ruling({}, f"{need} bytes are free and unclaimed")


def rule_finish(model: Model, transaction: int) -> Ruling:
    """Rule R8 for commit and rollback."""
    if model.is_unknown(transaction):
        return _refused(UnknownTransaction, f"transaction {transaction} is not open")
    return _ruling({}, f"transaction {transaction} is open")


def _shortage(model: Model, need: int, own: int) -> str:
    beyond = f"{need} bytes are" if not own else f"{need - own} bytes beyond its own claim are"
    return f"{beyond} more than the {model.free} free less the {model.claimed} claimed"


def _ruling(faults: Mapping[type[Exception], str], granted: str) -> Ruling:
    reason = "; ".join(faults.values()) or granted
    return Ruling(frozenset(faults), may_succeed=not faults, reason=reason)


def _refused(fault: type[Exception], reason: str) -> Ruling:
    return _ruling({fault: reason}, "")
