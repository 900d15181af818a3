"""The oracle's judgement of misuse: which exception a call must raise in the model's state.

The checks come in the order of the rules: ``now``, values, the state of tags.
"""

from exercises.filesystem_scheduler.stub.solution import TagStateError, UnknownTag
from exercises.filesystem_scheduler.tests.model import Model
from harness.refusals import MethodCall, Refusal


def refusal_of(model: Model, call: MethodCall) -> Refusal | None:
    """Return how a call must be refused, or None if it must be accepted."""
    return _wrong_time(model, call) or _wrong_value(model, call) or _wrong_state(model, call)


def _wrong_time(model: Model, call: MethodCall) -> Refusal | None:
    now = call.args[0]
    if now < 0:
        return Refusal(ValueError, "time is never negative")
    if now < model.now:
        return Refusal(ValueError, f"the last accepted call was at {model.now}")
    return None


def _wrong_value(model: Model, call: MethodCall) -> Refusal | None:
    if call.method == "dispatch" and not 0 <= call.args[1] <= model.disk.blocks:
        return Refusal(ValueError, f"the head is at 0 to {model.disk.blocks}")
    if call.method != "submit":
        return None
    _, _, op, block, count = call.args
    if op not in ("read", "write"):
        return Refusal(ValueError, 'op is "read" or "write"')
    if not 1 <= count <= model.disk.max_blocks:
        return Refusal(ValueError, f"count is 1 to max_blocks = {model.disk.max_blocks}")
    if block < 0 or block + count > model.disk.blocks:
        return Refusal(ValueError, f"the disk has blocks 0 to {model.disk.blocks - 1}")
    return None


def _wrong_state(model: Model, call: MethodCall) -> Refusal | None:
    if call.method == "submit" and call.args[1] in model.requests:
        return Refusal(TagStateError, model.describe(call.args[1]))
    if call.method == "cancel" and call.args[1] not in model.requests:
        return Refusal(UnknownTag, model.describe(call.args[1]))
    if call.method in ("complete", "requeue") and call.args[1] not in model.flights:
        flying = ", ".join(map(str, model.flights)) or "nothing"
        return Refusal(TagStateError, f"in flight: {flying}")
    return None
