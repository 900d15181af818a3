"""Repeat a recorded trial in a fresh child: a correct comparison needs no hypothesis and no test."""

import contextlib
from collections.abc import Sequence
from typing import Any

from harness.history import Call, NoAnswer
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
        with contextlib.suppress(GuestRaised, GuestError, PropertyEnded):
            _repeat(submission, objects, call)
        # As recorded, like the answer it is compared with: a wrong answer of any kind is one.
        answer = submission.recorded[-1].answer
        if type(answer) is not type(call.answer) or answer != call.answer:
            return index
    return None


def _repeat(submission: Submission, objects: dict[str, Any], call: Call) -> None:
    if not call.target:
        objects[call.into] = getattr(submission, call.method)(*call.args, **call.keywords)
        return
    target = objects[call.target]
    if call.method == "send" and hasattr(target, "resume"):
        target.resume(*call.args)
        return
    answer = getattr(target, call.method)(*call.args, **call.keywords)
    if call.into:
        objects[call.into] = answer
