"""Explorations: of what happens in every order, and of what one thread does alone from everywhere."""

from collections.abc import Sequence
from typing import Any

from exercises.process_lock.tests.alone import AloneWorld, Check
from exercises.process_lock.tests.model import Program
from exercises.process_lock.tests.session import open_session
from harness.simulators.exploration import Bounds, explore
from harness.simulators.faults import BROKEN


def explore_all(
    submission: Any,
    programs: Sequence[Program],
    bounds: Bounds,
    judged: Sequence[str],
    figures: Any,
    *,
    spare_wakes: int = 0,
) -> None:
    """Explore programs, the smallest first; fail with the shortest schedule of the first fault."""
    states = complete = 0
    for program in programs:
        session = open_session(submission, program, spare_wakes=spare_wakes)
        found = explore(session.world, bounds, lambda fault: fault.aspect in (*judged, BROKEN))
        if found.fault is not None:
            raise session.failure(found.fault.text, found.moves)
        states += found.states
        complete += found.is_complete
    figures.record("states explored", states)
    figures.record("programs explored completely", complete)
    figures.record("programs", len(programs))


def explore_alone(
    submission: Any,
    programs: Sequence[Program],
    bounds: Bounds,
    check: Check,
    judged: str,
    *calls: str,
) -> None:
    """In every state that is reached, let each thread that is in one of the calls go on alone."""
    for program in programs:
        session = open_session(submission, program)
        world = AloneWorld(session.world, check, *calls)
        found = explore(world, bounds, lambda fault: fault.aspect in (judged, BROKEN))
        if found.fault is not None:
            raise session.failure(found.fault.text, world.moves_to(found))
