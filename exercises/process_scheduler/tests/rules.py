"""The oracle's judgement of misuse: which exception a call must raise in the model's state.

The checks come in the order of the rules: ``now``, ranges, existence, state.
"""

from exercises.process_scheduler.stub.solution import TaskStateError, UnknownTask
from exercises.process_scheduler.tests.model import Model
from harness.refusals import MethodCall, Refusal


def refusal_of(model: Model, request: MethodCall) -> Refusal | None:
    """Return how a call must be refused, or None if it must be accepted."""
    return _wrong_range(model, request) or _wrong_task(model, request)


def _wrong_range(model: Model, request: MethodCall) -> Refusal | None:
    now, subject, *rest = request.args
    if now < model.now:
        text = "time is never negative" if now < 0 else f"the last accepted call was at {model.now}"
        return Refusal(ValueError, text)
    if request.method in ("tick", "pick") and not 0 <= subject < len(model.cpus):
        return Refusal(ValueError, f"CPUs are numbered 0 to {len(model.cpus) - 1}")
    if request.method in ("add", "set_weight") and rest[0] < 1:
        return Refusal(ValueError, "a weight is at least 1")
    return None


def _wrong_task(model: Model, request: MethodCall) -> Refusal | None:
    task = request.args[1]
    if request.method in ("tick", "pick"):
        return None
    if request.method == "add":
        live = task in model.tasks
        return Refusal(TaskStateError, f"task {task} is live already") if live else None
    if task not in model.tasks:
        return Refusal(UnknownTask, model.describe(task))
    if request.method == "block" and not model.tasks[task].runnable:
        return Refusal(TaskStateError, model.describe(task))
    return None
