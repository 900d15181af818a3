"""Repeat a recorded trial in a fresh child: a correct comparison needs no hypothesis and no test."""

from collections.abc import Sequence
from typing import Any

from harness.history import Call, NoAnswer, Raised
from harness.remote.errors import GuestError, GuestRaised, PropertyEnded
from harness.remote.proxy import Submission


def first_difference(submission: Submission, history: Sequence[Call]) -> int | None:
    """Return the index of the first call that answers otherwise than recorded, or None.

    ``submission`` must be fresh. A call without an answer ends the comparison.
    """
    objects: dict[str, Any] = {}
    for index, call in enumerate(history):
        if isinstance(call.answer, NoAnswer):
            return None
        answer = _repeat(submission, objects, call)
        if type(answer) is not type(call.answer) or answer != call.answer:
            return index
    return None


def _repeat(submission: Submission, objects: dict[str, Any], call: Call) -> Any:
    try:
        if not call.target:
            objects[call.into] = getattr(submission, call.method)(*call.args, **call.keywords)
            return None
        target = objects[call.target]
        if call.method == "send" and hasattr(target, "resume"):
            return _resumed(target, call)
        answer = getattr(target, call.method)(*call.args, **call.keywords)
    except GuestRaised as error:
        return Raised(error.names[0], error.text)
    except (GuestError, PropertyEnded) as error:
        return NoAnswer(str(error))
    if call.into:
        objects[call.into] = answer
        return None
    return answer


def _resumed(target: Any, call: Call) -> Any:
    step = target.resume(*call.args)
    return step.value if isinstance(call.answer, type(step.value)) else step
