"""Plays the steps of ``arguments`` in a session: picks the task, the CPU and the time."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from exercises.process_scheduler.tests.arguments import Deed, History, Step
from exercises.process_scheduler.tests.session import Session

TASK_IDS = (0, 1, 2, 3, 5, 8)
"""0 among them: an id is any integer, and no truth value."""


def fresh_session(submission: Any, history: History) -> Session:
    """Return a strict session with a fresh scheduler."""
    cpus, slice_ticks = history.cpus, history.slice_ticks
    scheduler = submission.ProcessScheduler(cpus=cpus, slice_ticks=slice_ticks)
    return Session(scheduler, cpus, slice_ticks, strict=True)


def play(session: Session, history: History) -> Iterator[int]:
    """Play all steps; yield ``now`` before each of them."""
    now = history.start
    for step in history.steps:
        if step.jump:
            session.pick_where_due(now)
        now += step.jump
        yield now
        take(session, step, now)
    session.pick_where_due(now)


def take(session: Session, step: Step, now: int) -> None:
    """Play one step; a deed that finds nothing to act on becomes a timer interrupt."""
    cpu = step.cpu % len(session.model.cpus)
    tasks = _candidates(session, step.deed)
    if step.deed is Deed.PICK:
        session.pick(now, cpu)
    elif step.deed is Deed.STORM and tasks:
        for task in tasks:
            session.wake(now, task)
    elif step.deed is Deed.TICK or not tasks:
        if session.tick(now, cpu):
            session.pick(now, cpu)
    else:
        _take_one(session, step, now, tasks[step.choice % len(tasks)])


def _take_one(session: Session, step: Step, now: int, task: int) -> None:
    """Play a step about one task."""
    acts: dict[Deed, Sequence[Callable[[], object]]] = {
        Deed.ADD: [lambda: session.add(now, task, step.weight)],
        Deed.WAKE: [lambda: session.wake(now, task)],
        Deed.BLOCK_QUEUED: [lambda: session.block(now, task)],
        Deed.EXIT: [lambda: session.exit(now, task)],
        Deed.REWEIGHT: [lambda: session.set_weight(now, task, step.weight)],
        Deed.RUNTIME: [lambda: session.runtime(now, task)],
    }
    acts[Deed.WAKE_BLOCKED] = acts[Deed.WAKE]
    acts[Deed.BLOCK_RUNNING] = acts[Deed.BLOCK_QUEUED]
    acts[Deed.EXIT_RUNNING] = acts[Deed.EXIT]
    acts[Deed.BLINK] = [*acts[Deed.BLOCK_QUEUED], *acts[Deed.WAKE]]
    acts[Deed.REPLACE] = [*acts[Deed.EXIT], *acts[Deed.ADD]]
    for act in acts[step.deed]:
        act()


def _candidates(session: Session, deed: Deed) -> list[int]:
    model = session.model
    running = [place.task for place in model.cpus if place.task is not None]
    if deed is Deed.ADD:
        return [task for task in TASK_IDS if task not in model.tasks]
    if deed in (Deed.WAKE_BLOCKED, Deed.STORM):
        return model.blocked()
    if deed is Deed.BLOCK_QUEUED:
        return model.queued()
    if deed in (Deed.BLOCK_RUNNING, Deed.EXIT_RUNNING, Deed.BLINK):
        return running
    return list(model.tasks)
