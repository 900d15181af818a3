"""Plays the steps of ``arguments`` in a session: picks the machine, the request and the time."""

from dataclasses import replace
from typing import Any

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.tests.arguments import LONG_AFTER, Deed, History, Jump, Step
from exercises.processor_allocator.tests.model import Phase
from exercises.processor_allocator.tests.rules import Aspect
from exercises.processor_allocator.tests.session import Session


def play(submission: Any, history: History, *judged: Aspect) -> Session:
    """Play all steps in a new session, and return it."""
    session = Session(submission, history.nodes, *judged)
    for step in history.steps:
        if step.deed is Deed.PASS:
            continue
        now = _time(session, step.jump)
        _take(session, history, step, now)
        if history.asks_free:
            session.expect_free(now)
    return session


def settle(session: Session, history: History) -> None:
    """Let all leases end; then exactly what was committed or admitted may reserve anything.

    What the requests answer then is asked before free() in half of the histories.
    """
    now = session.model.now + LONG_AFTER
    if history.asks_free:
        session.expect_free(now)
    for number, plan in enumerate(history.plans):
        session.commit(now, f"r{number}")
        session.prepare(now, f"r{number}", plan.machine, plan.lease)
    session.expect_free(now + LONG_AFTER)


def _time(session: Session, jump: int | Jump) -> int:
    now = session.model.now
    if isinstance(jump, int):
        return now + jump
    end = session.model.next_end()
    if end is None:
        return now
    return max(now, end - 1 if jump is Jump.LAST_TICK else end)


def _take(session: Session, history: History, step: Step, now: int) -> None:
    if step.deed in (Deed.ADMIT, Deed.REMOVE, Deed.DIVIDE, Deed.USE_HELD):
        _act_on_machines(session, history, step, now)
    elif history.plans:
        _send(session, history, step, now)


def _act_on_machines(session: Session, history: History, step: Step, now: int) -> None:
    running = list(session.model.running)
    if step.deed is Deed.ADMIT:
        _admit(session, history, step, now)
    elif step.deed is Deed.REMOVE and running:
        session.remove(now, running[step.pick % len(running)])
    elif step.deed is Deed.DIVIDE:
        session.divide(now, dict.fromkeys(running, 300 * step.other))
    elif step.deed is Deed.USE_HELD:
        _use_held(session, step, now)


def _admit(session: Session, history: History, step: Step, now: int) -> None:
    """Admit a machine whose name is not running; with requests, it may be held."""
    count = len(history.machines)
    for offset in range(count):
        machine = history.machines[(step.pick + offset) % count]
        if machine.name not in session.model.running:
            session.admit(now, machine)
            return


def _use_held(session: Session, step: Step, now: int) -> None:
    session.model.reach(now)
    held = [one.machine for _, one in session.model.held() if one.machine is not None]
    if not held:
        return
    machine = held[step.pick % len(held)]
    if step.other % 3 == 0:
        session.remove(now, machine.name)
    elif step.other % 3 == 1:
        session.divide(now, {machine.name: UNIT})
    else:
        session.admit(now, machine)


def _send(session: Session, history: History, step: Step, now: int) -> None:
    number = step.pick % len(history.plans)
    name, plan = f"r{number}", history.plans[number]
    if step.deed is Deed.COMMIT:
        session.commit(now, name)
    elif step.deed is Deed.ABORT:
        session.abort(now, name)
    elif step.deed is Deed.PREPARE:
        session.prepare(now, name, plan.machine, plan.lease)
    elif step.deed is Deed.PREPARE_OTHER:
        _prepare_other(session, history, step, now)
    else:
        _prepare_badly(session, history, step, now)


def _prepare_other(session: Session, history: History, step: Step, now: int) -> None:
    """Repeat a request that was seen, with something else."""
    number = step.pick % len(history.plans)
    name, plan = f"r{number}", history.plans[number]
    request = session.model.requests.get(name)
    if request is None or request.phase is Phase.DEAD:
        session.prepare(now, name, plan.machine, plan.lease)
    elif step.other % 2:
        session.prepare(now, name, plan.machine, plan.lease + step.other)
    else:
        session.prepare(now, name, _another(plan.machine), plan.lease)


def _another(machine: Machine) -> Machine:
    return replace(machine, shares=machine.shares + 1)


def _prepare_badly(session: Session, history: History, step: Step, now: int) -> None:
    number = step.pick % len(history.plans)
    plan = history.plans[number]
    if step.other % 2:
        session.prepare(now, f"r{number}", plan.machine, 0)
    else:
        session.prepare(now, f"r{number}", replace(plan.machine, shares=0), plan.lease)
