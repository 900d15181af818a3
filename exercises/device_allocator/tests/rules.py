"""The oracle's judgement of a call: which exceptions are right in the model's state.

Each function is one rule of the handout (R1 to R5) in code. Two faults in one call make both
exceptions right (R10).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from exercises.device_allocator.stub.solution import (
    ClaimExceeded,
    NotHeld,
    RequestPending,
    StaleSession,
)
from exercises.device_allocator.tests.model import Counts, Host, Model, Unit

Faults = Mapping[type[Exception], str]
"""The exceptions that are right, each with its reason; a call without any must succeed."""

KNOWN_FAULTS = (ClaimExceeded, NotHeld, RequestPending, StaleSession, ValueError)

BAD_HOSTS = (
    Host({}, 4),
    Host({"gpu": ()}, 4),
    Host({"gpu": (4,), "vf": ()}, 4),
    Host({"gpu": (4, 0)}, 4),
    Host({"gpu": (4, -1)}, 4),
    Host({"gpu": (4, 4)}, -1),
)
"""What rule R1 forbids, each for one reason."""


def faults_of(model: Model, method: str, *args: Any) -> Faults:
    """Return what is wrong with a call of a method of DeviceAllocator."""
    return _RULES[method](model, *args)


def _register(model: Model, claim: Counts) -> Faults:
    text = _count_fault(model, claim)
    for name, count in claim.items():
        if count > model.total.get(name, count):
            text = f"there are only {model.total[name]} units of class {name!r}"
    return {ValueError: text} if text else {}


def _request(model: Model, session: int, wanted: Counts) -> Faults:
    faults = dict(_session(model, session))
    text = _count_fault(model, wanted)
    if text or not any(wanted.values()):
        faults[ValueError] = text or "it asks for nothing"
    if faults:
        return faults
    if model.request_of(session) is not None:
        faults[RequestPending] = f"session {session} has a request waiting"
    held, claim = model.held(session), model.claims[session]
    for name, count in wanted.items():
        if held[name] + count > claim[name]:
            faults[ClaimExceeded] = (
                f"session {session} claims {claim[name]} of class {name!r} and holds {held[name]}"
            )
    return faults


def _release(model: Model, session: int, units: Sequence[Unit]) -> Faults:
    faults = dict(_session(model, session))
    if not units:
        faults[ValueError] = "the list is empty"
    if faults:
        return faults
    for unit in units:
        if not model.exists(unit):
            faults[NotHeld] = f"there is no unit {unit}"
        elif model.owners.get(unit) != session:
            owner = model.owners.get(unit)
            state = "free" if owner is None else f"held by session {owner}"
            faults[NotHeld] = f"{unit} is {state}"
        elif units.count(unit) > 1:
            faults[NotHeld] = f"{unit} is named twice"
    return faults


def _session(model: Model, session: int) -> Faults:
    if model.is_open(session):
        return {}
    was = "has ended" if session in model.numbers_used else "never existed"
    return {StaleSession: f"session {session} {was}"}


def _count_fault(model: Model, counts: Counts) -> str:
    for name, count in counts.items():
        if name not in model.total:
            return f"there is no class {name!r}"
        if count < 0:
            return "a count can not be negative"
    return ""


_RULES: Mapping[str, Callable[..., Faults]] = {
    "register": _register,
    "request": _request,
    "release": _release,
    "withdraw": _session,
    "unregister": _session,
    "holdings": _session,
}
