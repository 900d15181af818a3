"""Plays the steps of ``arguments`` in a session: picks the tag, the command and the time."""

from collections.abc import Iterator

from exercises.filesystem_scheduler.tests.arguments import Deed, History, Step
from exercises.filesystem_scheduler.tests.session import Session

TAGS = range(64)
"""0 among them: a tag is any integer, and no truth value."""


def play(session: Session, history: History) -> Iterator[int]:
    """Play all steps; yield ``now`` before each of them."""
    now = session.model.now
    for step in history.steps:
        now += step.jump
        yield now
        take(session, history, step, now)


def take(session: Session, history: History, step: Step, now: int) -> None:
    """Play one step; a deed that finds nothing to act on becomes a dispatch."""
    flights = session.model.flights
    tags = _tags_for(session, step.deed)
    if step.deed is Deed.SUBMIT:
        _submit(session, history, step, now)
    elif step.deed is Deed.BARRIER:
        session.barrier(now)
    elif tags:
        session.cancel(now, tags[step.choice % len(tags)])
    elif flights and step.deed in _LANDINGS:
        _land(session, history, step, now)
    elif len(flights) < history.depth:
        command = session.dispatch(now)
        if command is not None and step.deed is Deed.SERVE:
            session.complete(now, tuple(command.tags))
        elif command is not None and step.deed is Deed.REFUSE:
            session.requeue(now, tuple(command.tags))
    else:
        session.complete(now, flights[step.choice % len(flights)])


_LANDINGS = (Deed.EXECUTE, Deed.COMPLETE, Deed.REQUEUE, Deed.REPLACE)


def _submit(session: Session, history: History, step: Step, now: int) -> None:
    """Submit under one of the lowest free tags: those that were finished come again."""
    free = [tag for tag in TAGS if tag not in session.model.requests]
    if free:
        block = history.block_of(step)
        session.submit(now, free[step.choice % min(4, len(free))], step.op, block, step.count)


def _land(session: Session, history: History, step: Step, now: int) -> None:
    """Play a step about a command in flight."""
    flights = session.model.flights
    tags = flights[step.choice % len(flights)]
    if step.deed is Deed.EXECUTE:
        session.execute(tags)
    elif step.deed is Deed.REQUEUE:
        session.requeue(now, tags)
    else:
        session.complete(now, tags)
        if step.deed is Deed.REPLACE:
            session.submit(now, tags[0], step.op, history.block_of(step), step.count)


def _tags_for(session: Session, deed: Deed) -> list[int]:
    """Return the tags that a deed may cancel."""
    model = session.model
    if deed is Deed.CANCEL_QUEUED:
        return [request.tag for request in model.queued()]
    if deed is Deed.CANCEL_IN_FLIGHT:
        return [tag for tags in model.flights for tag in tags]
    if deed is Deed.CANCEL_IN_THE_WAY:
        found = (model.blocker(request) for request in model.queued())
        return [earlier.tag for earlier in found if earlier is not None and not earlier.in_flight]
    return []
