"""The oracle's judgement of misuse: which exception a call must raise in the model's state.

The checks come in the order of the rules: ``now``, values, existence, state.
"""

from exercises.network_scheduler.stub.solution import ClassStateError, UnknownClass
from exercises.network_scheduler.tests.model import ROOT, Model
from harness.refusals import MethodCall, Refusal


def refusal_of(model: Model, request: MethodCall) -> Refusal | None:
    """Return how a call must be refused, or None if it must be accepted."""
    if request.method == "backlog":
        return _unknown(model, request.args[0])
    if request.method in ("dequeue", "next_ready"):
        return _wrong_time(model, request)
    return (
        _wrong_time(model, request) or _wrong_value(model, request) or _wrong_class(model, request)
    )


def _wrong_time(model: Model, request: MethodCall) -> Refusal | None:
    now = request.args[0] or 0
    if now >= model.now:
        return None
    text = "time is never negative" if now < 0 else f"the last accepted call was at {model.now}"
    return Refusal(ValueError, text)


def _wrong_value(model: Model, request: MethodCall) -> Refusal | None:
    args = request.args
    if request.method == "enqueue":
        size = args[3] or 0
        if not 1 <= size <= model.mtu:
            return Refusal(ValueError, f"a packet has 1 to {model.mtu} bytes")
    weight = {"set_weight": 2, "add_class": 3}.get(request.method)
    if weight is not None and (args[weight] or 0) < 1:
        return Refusal(ValueError, "a weight is at least 1")
    if request.method in ("set_limit", "add_class"):
        return _wrong_limit(*args[-2:])
    return None


def _wrong_limit(rate: int | None, burst: int | None) -> Refusal | None:
    if (rate is None) != (burst is None):
        return Refusal(ValueError, "rate and burst are both numbers or both None")
    if rate is not None and burst is not None and min(rate, burst) < 1:
        return Refusal(ValueError, "rate and burst are at least 1")
    return None


def _wrong_class(model: Model, request: MethodCall) -> Refusal | None:
    name = request.args[1]
    if request.method == "add_class":
        return _wrong_place(model, name, request.args[2])
    unknown = _unknown(model, name)
    if unknown is not None:
        return unknown
    if request.method in ("enqueue", "remove_class") and name not in model.leaves():
        return Refusal(ClassStateError, f"class {name} {_why_no_leaf(name)}")
    return None


def _wrong_place(model: Model, name: int | None, parent: int | None) -> Refusal | None:
    unknown = _unknown(model, parent)
    if unknown is not None:
        return unknown
    if name in model.classes:
        return Refusal(ClassStateError, f"there is a class {name} already")
    if parent is not None and model.classes[parent].queue:
        return Refusal(ClassStateError, f"class {parent} holds packets")
    return None


def _unknown(model: Model, name: int | None) -> Refusal | None:
    return None if name in model.classes else Refusal(UnknownClass, f"there is no class {name}")


def _why_no_leaf(name: int | None) -> str:
    return "is the root" if name == ROOT else "has children"
