"""Where the rules leave no choice: there, two tables that are both right must agree."""

from copy import deepcopy

from exercises.file_lock.stub.solution import DeadlockError, Lock
from exercises.file_lock.tests.calls import Call
from exercises.file_lock.tests.model import Model, Request
from exercises.file_lock.tests.rules import rule

State = tuple[tuple[Lock, ...], tuple[Request, ...]]


def is_late_for_the_kernel(model: Model, call: Call) -> bool:
    """Return whether a deadlock may escape the kernel, which follows one blocker of each waiter."""
    request = call.request()
    if request is None or rule(model, call).faults != (DeadlockError,):
        return False
    return any(len(model.holders_against(one)) > 1 for one in (request, *model.queue))


def is_decided(model: Model, call: Call) -> bool:
    """Return whether the rules allow one outcome only."""
    ruling = rule(model, call)
    if ruling.faults:
        return not ruling.may_succeed
    after, request = deepcopy(model), call.request()
    if call.method == "get_lock" or request is None:
        _leave(after, call)
    elif model.holders_against(request):
        after.waits(request)
    elif call.method == "lock" and model.ahead_of(request):
        return False
    else:
        after.granted(request)
    return len(_ends(after)) == 1


def _leave(model: Model, call: Call) -> None:
    if call.method == "unlock" and call.span is not None:
        model.unlocked(call.args[0], call.owner, call.span.cells)
    elif call.method == "close":
        model.closed(call.args[0], call.owner)
    elif call.method == "exit":
        model.exited(call.owner)
    elif call.method == "cancel":
        model.cancelled(call.owner)


def _ends(model: Model) -> set[State]:
    """Return the states in which granting may end, whatever its order."""
    found = set() if model.without_reason() else {_state(model)}
    for request in model.queue:
        if not model.holders_against(request):
            after = deepcopy(model)
            after.granted(request)
            found |= _ends(after)
    return found


def _state(model: Model) -> State:
    locks = tuple(lock for file in model.files() for lock in model.locks(file))
    return locks, tuple(model.queue)
