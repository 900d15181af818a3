"""A table of misuses: each has one fault, and the rules name the exception for it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.tests.session import Session

BAD_HOSTS: tuple[tuple[int, ...], ...] = ((), (0,), (2, 0), (-1,), (3, -2, 1))
NOBODY = "nobody"


def misuses(session: Session) -> list[Callable[[], object]]:
    """Return what must be refused in the present state."""
    now, too_early = session.model.now, session.model.accepted_at - 1
    found: list[Callable[[], object]] = [
        partial(session.admit, now, machine) for machine in _bad_machines()
    ]
    found += [partial(session.remove, now, NOBODY), partial(session.divide, now, {NOBODY: 1})]
    for name, placed in list(session.model.running.items())[:1]:
        found += [
            partial(session.divide, now, {name: -1}),
            partial(session.divide, now, {name: 1, NOBODY: 1}),
            partial(session.admit, now, placed.machine),
            partial(session.admit, now, replace(placed.machine, reservation=0)),
            partial(session.remove, too_early, name),
            partial(session.divide, too_early, {name: 1}),
        ]
    found += [partial(session.expect_free, too_early), partial(session.expect_free, -1)]
    found.append(partial(session.admit, too_early, Machine(NOBODY, 1, 0, UNIT, 1)))
    return found


def _bad_machines() -> Iterator[Machine]:
    """Yield machines that break one range each."""
    good = Machine(NOBODY, 2, 0, UNIT, 1)
    yield from (replace(good, virtual_processors=count) for count in (0, -1))
    yield from (replace(good, limit=limit) for limit in (0, -5, 2 * UNIT + 1))
    yield from (replace(good, reservation=amount) for amount in (-1, UNIT + 1))
    yield from (replace(good, shares=shares) for shares in (0, -3))
