"""Explorations that more than one property makes."""

from collections.abc import Sequence
from typing import Any

from exercises.process_lock.tests.alone import CallWorld
from exercises.process_lock.tests.model import Program
from exercises.process_lock.tests.session import open_session
from harness.simulators.exploration import Bounds, explore
from harness.simulators.threads import BROKEN


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


def explore_calls(submission: Any, program: Program, judged: str) -> None:
    """Make whole calls in every order in which none has to wait."""
    session = open_session(submission, program)
    world = CallWorld(session.world)
    bounds = Bounds(states=4_000, most_states=4_000)
    found = explore(world, bounds, lambda fault: fault.aspect in (judged, BROKEN))
    if found.fault is not None:
        raise session.failure(found.fault.text, world.operations(found.moves), may_sleep=False)
