"""What a student reads: calls, states and reasons in words."""

from collections import Counter
from collections.abc import Mapping, Sequence

from exercises.device_allocator.tests.model import Model, Unit, Waiting
from exercises.device_allocator.tests.rules import Faults


def call(method: str, *args: object) -> str:
    """Return a call as it is written in Python."""
    return f"{method}({', '.join(map(str, args))})"


def counted(counts: Mapping[str, int]) -> str:
    """Return counts as in ``2 gpu and 1 vf``."""
    return " and ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing"


def listed(units: Sequence[Unit]) -> str:
    """Return units as in ``gpu 3, vf 0``."""
    return ", ".join(f"{name} {number}" for name, number in units) or "no units"


def right(faults: Faults) -> str:
    """Say which exception is right, and why."""
    names = " or ".join(sorted(kind.__name__ for kind in faults))
    return f"it must raise {names}: {'; '.join(faults.values())}"


def unit_fault(model: Model, waiting: Waiting, units: Sequence[Unit]) -> str:
    """Return what is wrong with the units of a grant; empty if they are right."""
    for unit in units:
        if not model.exists(unit):
            return f"there is no unit {unit}"
        if unit in model.owners:
            return f"{listed([unit])} is held by session {model.owners[unit]}"
        if units.count(unit) > 1:
            return f"{listed([unit])} is in it twice"
    if Counter(name for name, _ in units) != Counter(waiting.wanted):
        return f"its request is for {counted(waiting.wanted)}"
    return ""


def state(model: Model) -> str:
    """Say what is free, and what each session holds and may still ask for."""
    sessions = [
        f"session {session} holds {counted(model.held(session))} and may still ask for"
        f" {counted(model.need(session))}"
        for session in model.claims
    ]
    return f"{counted(model.free())} free; {'; '.join(sessions)}."


def queue(model: Model) -> str:
    """Say who waits for what."""
    return ", ".join(
        f"session {one.session} waits for {counted(one.wanted)}" for one in model.queue
    )


def closed_door(model: Model, keeper: Waiting) -> str:
    """Say why a newcomer may not be granted."""
    return (
        f"which holds nothing, past session {keeper.session}, which has waited for longer (for"
        f" {counted(keeper.wanted)}) and whose request was overtaken {_times(keeper)} before; patience is"
        f" {model.host.patience}, so the door is closed for newcomers behind it"
    )


def withheld(model: Model, waiting: Waiting) -> str:
    """Say why a request should not have been left waiting."""
    session = waiting.session
    earlier = model.queue[: model.queue.index(waiting)]
    if model.is_holder(session):
        door = "it holds something, so no door is closed for it"
    elif not earlier:
        door = "it is the first in the queue, so no door is closed for it"
    else:
        counts = ", ".join(f"session {one.session}'s {_times(one)}" for one in earlier)
        door = (
            f"patience is {model.host.patience}, and the requests before it were overtaken: {counts},"
            " so the door is open"
        )
    order = ", ".join(map(str, model.order_after(waiting) or ()))
    return (
        f"session {session} still waits for {counted(waiting.wanted)}, which can be granted. The units"
        f" are free; once it has them all can finish, in this order: {order}; and {door}. The state:"
        f" {state(model)}"
    )


def _times(waiting: Waiting) -> str:
    by = waiting.overtaken_by
    if not by:
        return "never"
    who = ", ".join(map(str, by))
    return f"{'once' if len(by) == 1 else f'{len(by)} times'} (by {who})"
