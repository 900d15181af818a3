"""One schedule from start to end: for worlds too large to explore, and for figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from harness.simulators.exploration import S, World
from harness.simulators.faults import Fault
from harness.simulators.schedules import Chooser

Watch = Callable[[S, int, S], None]
"""Sees each step: the state before, the move, the state after."""
Allow = Callable[[S, Sequence[int]], Sequence[int]]
"""Returns which of the possible moves the author allows now; at least one of them."""


@dataclass(frozen=True, slots=True)
class Walk(Generic[S]):
    """What became of a walk.

    Attributes:
        moves: Those made.
        end: The last state.
        fault: The first fault; None if there was none.
        is_over: Whether nobody had a move left, or a fault ended it.
    """

    moves: tuple[int, ...]
    end: S
    fault: Fault | None
    is_over: bool


def walk(
    world: World[S],
    chooser: Chooser,
    most_steps: int,
    watch: Watch[S] = lambda *_: None,
    allow: Allow[S] = lambda _, moves: moves,
) -> Walk[S]:
    """Make moves until a fault, the end, or so many steps."""
    state = world.start()
    made: list[int] = []
    fault = world.fault(state)
    while fault is None:
        moves = world.moves(state)
        if not moves:
            return Walk(tuple(made), state, None, is_over=True)
        if len(made) >= most_steps:
            return Walk(tuple(made), state, None, is_over=False)
        move = chooser.choose(allow(state, moves))
        before, state = state, world.step(state, move)
        made.append(move)
        watch(before, move, state)
        fault = world.fault(state)
    return Walk(tuple(made), state, fault, is_over=True)


def states_of(world: World[S], moves: Sequence[int]) -> list[S]:
    """Return the states that a schedule passes, the first one included: exact replay."""
    states = [world.start()]
    for move in moves:
        states.append(world.step(states[-1], move))
    return states
