"""Plays the steps of ``arguments`` in a session: picks who is awake, who sleeps and what is held."""

from exercises.file_lock.stub.solution import EXCLUSIVE, SHARED, Lock
from exercises.file_lock.tests.arguments import Deed, History, Step
from exercises.file_lock.tests.calls import Call, ranged
from exercises.file_lock.tests.misuse import misuse
from exercises.file_lock.tests.model import CELLS, OFFSETS, Model
from exercises.file_lock.tests.session import Session
from exercises.file_lock.tests.spans import Span, span, span_of
from harness.graded import AnotherRuleBrokenError

OWNERS = 6
_METHODS = {Deed.TRY: "try_lock", Deed.LOCK: "lock", Deed.UNLOCK: "unlock", Deed.GET: "get_lock"}
_ABOUT_HELD = (Deed.RELEASE, Deed.CONVERT)
_FOR_SLEEPERS = (Deed.CANCEL, Deed.EXIT_ASLEEP)


def play(session: Session, history: History) -> None:
    """Play all steps."""
    for step in history:
        take(session, step)


def take(session: Session, step: Step) -> None:
    """Play one step; one that finds nothing to act on is left out."""
    call = call_of(session.model, step)
    if call is not None:
        session.make(call)


def call_of(model: Model, step: Step) -> Call | None:
    """Return what a step means in a state; None if nothing."""
    if step.deed is Deed.EXIT:
        return Call("exit", (step.owner,))
    if step.deed is Deed.MISUSE:
        return misuse(model, step)
    asleep = [request.owner for request in model.queue]
    if step.deed in _FOR_SLEEPERS:
        method = "cancel" if step.deed is Deed.CANCEL else "exit"
        return Call(method, (asleep[step.owner % len(asleep)],)) if asleep else None
    if step.deed in _ABOUT_HELD:
        return _call_about_held(model, step, asleep)
    awake = [owner for owner in range(OWNERS) if owner not in asleep]
    return _call_of_owner(step, [one for one in awake if one >= step.owner] or awake)


def _call_of_owner(step: Step, awake: list[int]) -> Call | None:
    """Let the first of these owners do what the step says."""
    if not awake:
        return None
    if step.deed is Deed.CLOSE:
        return Call("close", (step.file, awake[0]))
    wanted = span(step.first, step.last, step.way)
    return ranged(_METHODS[step.deed], step.file, awake[0], wanted, step.mode)


def _call_about_held(model: Model, step: Step, asleep: list[int]) -> Call | None:
    """Release or convert one of the locks of those who are awake."""
    held = [
        lock for file in model.files() for lock in model.locks(file) if lock.owner not in asleep
    ]
    if not held:
        return None
    chosen = held[(len(OFFSETS) * step.owner + step.first) % len(held)]
    wanted = span_of_lock(chosen, step)
    if step.deed is Deed.RELEASE:
        return ranged("unlock", chosen.file, chosen.owner, wanted, "")
    other_mode = SHARED if chosen.mode == EXCLUSIVE else EXCLUSIVE
    return ranged("lock", chosen.file, chosen.owner, wanted, other_mode)


def span_of_lock(lock: Lock, step: Step) -> Span:
    """Return a lock's range, written in the step's way."""
    inside = [cell for cell, (first, _) in enumerate(CELLS) if lock.start <= first <= lock.last]
    return span_of(range(inside[0], inside[-1] + 1), step.way)


def play_with_doubt(session: Session, history: History) -> None:
    """Play all steps, each failed one with a look whether its owner is as awake as before.

    In the end all who are awake close everything and none exits: a request that a failed call left
    behind is then granted.
    """
    for step in history:
        call = call_of(session.model, step)
        if call is not None and not session.make(call):
            _look(session, call.owner)
    for _ in range(OWNERS):
        for owner in _awake(session.model):
            for file in session.model.files():
                if session.model.request_of(owner) is None:
                    session.make(Call("close", (file, owner)))


def _look(session: Session, owner: int) -> None:
    if session.model.request_of(owner) is None:
        session.make(ranged("get_lock", 0, owner, span(0, 3), EXCLUSIVE))


def drain(session: Session) -> None:
    """Let every awake owner exit, again and again, until nobody waits or nobody is awake."""
    while session.model.queue and _awake(session.model):
        for owner in _awake(session.model):
            session.make(Call("exit", (owner,)))


def _awake(model: Model) -> list[int]:
    """Return who holds something and does not wait."""
    return [owner for owner in model.owners() if model.request_of(owner) is None]


def expect_nobody_waits(session: Session) -> None:
    """After a drain: whoever waits now waits for ever."""
    if not session.model.queue:
        return
    stuck = "; ".join(map(str, session.model.queue))
    if session.missed_deadlock:
        raise AnotherRuleBrokenError(f"a deadlock was not detected: {stuck}")
    raise AssertionError(
        f"every owner that was awake has exited, and these requests wait for ever: {stuck}."
        " If requests wait for earlier ones, the search for a cycle must follow these edges, too"
    )
