"""The oracle's judgement: which outcomes of a call are right in the model's state.

Each function is a few rules of the handout (R2 to R8) in code. Two faults in one call make both
exceptions right, unless a rule says which comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from exercises.processor_allocator.stub.solution import (
    UNIT,
    CapacityError,
    LeaseExpired,
    Machine,
    UnknownName,
)
from exercises.processor_allocator.tests.model import Model, Phase, Placement
from exercises.processor_allocator.workloads.need import need


class Aspect(Enum):
    """What a call can get wrong."""

    PLACE = auto()
    """A placement that rule R3 forbids."""
    ROOM = auto()
    """CapacityError with room, or another exception without."""
    FREE = auto()
    """free() is wrong."""
    MISUSE = auto()
    """A bad argument or a name that nobody has is not refused."""
    CLASH = auto()
    """A name that is taken is not refused, or one that is not is; a held machine counts as running."""
    FIRST = auto()
    """A request that nothing has come of is answered as a known one."""
    REPEAT = auto()
    """A repetition gets another answer, or another message under a live request is accepted."""
    FINAL = auto()
    """A commit fails, or is undone."""
    DEATH = auto()
    """A dead request is served, or a live one taken for dead."""
    RUNNING = auto()
    """A running machine is not known."""
    TRACE = auto()
    """A call that failed has changed free()."""
    BOUNDS = auto()
    """divide: names, bounds or total."""
    FAIRNESS = auto()
    """divide: farther than 1 from the max-min share."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say about a call.

    Attributes:
        faults: The exceptions that are right; none if it must succeed.
        reason: Why, for the student.
        aspect: What is wrong if the outcome is another.
        answer: The placement that must be returned, where the rules leave one.
    """

    faults: frozenset[type[Exception]]
    reason: str
    aspect: Aspect
    answer: Placement | None = None


def rule_admit(model: Model, machine: Machine) -> Ruling:
    """Rules R2 and R3."""
    fault = range_fault(machine)
    if fault:
        return _ruling({ValueError: fault}, "", Aspect.MISUSE)
    fitting = sum(left >= need(machine) for left in model.unreserved())
    room = _room_text(machine, fitting)
    faults: dict[type[Exception], str] = {}
    if fitting < machine.virtual_processors:
        faults[CapacityError] = room
    clash = _clash(model, machine.name)
    if clash:
        faults[ValueError] = clash
    return _ruling(faults, room, Aspect.CLASH if clash else Aspect.ROOM)


def rule_prepare(model: Model, name: str, machine: Machine, lease: int) -> Ruling:
    """Rules R2, R5 and R6."""
    request = model.requests.get(name)
    fault = range_fault(machine) or ("a lease is at least 1" if lease < 1 else "")
    if request is None:
        return (
            _ruling({ValueError: fault}, "", Aspect.MISUSE) if fault else rule_admit(model, machine)
        )
    if request.phase is Phase.DEAD:
        faults: dict[type[Exception], str] = {ValueError: fault} if fault else {}
        return _ruling({**faults, LeaseExpired: model.fate(name)}, "", Aspect.DEATH)
    made = f"{name} was prepared with {request.machine} and lease {request.lease}"
    if (request.machine, request.lease) != (machine, lease):
        return _ruling({ValueError: made}, "", Aspect.REPEAT)
    return _ruling({}, f"{made}, and this is the same again", Aspect.REPEAT, request.placement)


def rule_commit(model: Model, name: str) -> Ruling:
    """Rule R7."""
    request = model.requests.get(name)
    if request is None:
        return _ruling({UnknownName: f"{name} was never prepared"}, "", Aspect.MISUSE)
    if request.phase is Phase.DEAD:
        return _ruling({LeaseExpired: model.fate(name)}, "", Aspect.DEATH)
    if request.phase is Phase.HELD:
        reason = f"{name} is held until {request.ends}"
        return _ruling({}, reason, Aspect.FINAL, request.placement)
    return _ruling({}, f"{name} is committed", Aspect.REPEAT, request.placement)


def rule_abort(model: Model, name: str) -> Ruling:
    """Rule R8."""
    request = model.requests.get(name)
    if request is not None and request.phase is Phase.COMMITTED:
        return _ruling({ValueError: f"{name} is committed"}, "", Aspect.FINAL)
    return _ruling({}, f"{name} is not committed", Aspect.DEATH)


def rule_running(model: Model, *names: str) -> Ruling:
    """What ``remove`` and ``divide`` need: machines that run."""
    for name in names:
        if name not in model.running:
            held = model.holder(name)
            reason = f"{name} is only held" if held else f"no machine {name} is running"
            return _ruling({UnknownName: reason}, "", Aspect.CLASH if held else Aspect.MISUSE)
    return _ruling({}, f"{' and '.join(names)} running", Aspect.RUNNING)


def rule_divide(model: Model, demands: Mapping[str, int]) -> Ruling:
    """Rules R2 and R4."""
    ruling = rule_running(model, *demands)
    negative = [name for name in demands if demands[name] < 0]
    if not negative:
        return ruling
    faults = {*ruling.faults, ValueError}
    return Ruling(frozenset(faults), f"the demand of {negative[0]} is negative", Aspect.MISUSE)


def range_fault(machine: Machine) -> str:
    """Say which range of the stub a machine breaks, if any."""
    if machine.virtual_processors < 1:
        return "a machine has at least 1 virtual processor"
    if not 1 <= machine.limit <= UNIT * machine.virtual_processors:
        return f"limit is from 1 to {UNIT * machine.virtual_processors}"
    if not 0 <= machine.reservation <= machine.limit:
        return f"reservation is from 0 to the limit, {machine.limit}"
    return "shares are at least 1" if machine.shares < 1 else ""


def too_early(model: Model) -> Ruling:
    """Rule R1."""
    reason = f"now is at least {model.accepted_at}, that of the last call that succeeded"
    return _ruling({ValueError: reason}, "", Aspect.MISUSE)


def _clash(model: Model, name: str) -> str:
    if name in model.running:
        return f"{name} is running"
    holder = model.holder(name)
    return f"{name} is held by {holder}" if holder else ""


def _room_text(machine: Machine, fitting: int) -> str:
    count = machine.virtual_processors
    return (
        f"{machine.name} needs {count} processors with ceil({machine.reservation} / {count}) ="
        f" {need(machine)} unreserved each, and so many have that: {fitting}"
    )


def _ruling(
    faults: Mapping[type[Exception], str],
    granted: str,
    aspect: Aspect,
    answer: Placement | None = None,
) -> Ruling:
    return Ruling(frozenset(faults), "; ".join(faults.values()) or granted, aspect, answer)
