"""Crashes between any two effects: every call of a run that did something, and every cut of it."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from exercises.network_lock.stub.solution import Persist, Send
from exercises.network_lock.tests.directed import LEASE
from exercises.network_lock.tests.playing import play
from exercises.network_lock.tests.run import Run
from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.crashing_nodes import CrashInCall
from harness.simulators.faulty_network import NetworkFaults

SEEDS = 16
WHOLE_SEEDS = 2
WHOLE_POINTS = 70
POINTS = 6
RISKY_POINTS = 10
LATEST = 2 * LEASE
LEASES_AFTER = 2
CROWD = Users(first=(0, 15), hold=(20, 60), think=(0, 10))


def crash_points(submission: Any, randomness: Random) -> Iterator[list[Scenario]]:
    """Yield runs that are equal but for where somebody crashes; it starts again one tick later.

    The first seeds give every point of the first lease, the others a choice of all points, and
    more of those at which something was said and something is still to be persisted.
    """
    plain = [
        Scenario(
            3,
            seed=randomness.getrandbits(16),
            users=CROWD,
            faults=NetworkFaults(loss_permille=300),
            end=LATEST,
        )
        for _ in range(SEEDS)
    ]
    runs = play(submission, plain)
    for run in runs[:WHOLE_SEEDS]:
        yield [_crashed(run, *point) for point in _points(run)[:WHOLE_POINTS]]
    yield [
        _crashed(run, *point) for run in runs[WHOLE_SEEDS:] for point in _chosen(run, randomness)
    ]


def _chosen(run: Run, randomness: Random) -> list[tuple[int, int]]:
    any_points = _some(_points(run), POINTS, randomness)
    return any_points + _some(_risky(run), RISKY_POINTS, randomness)


def _some(points: list[tuple[int, int]], most: int, randomness: Random) -> list[tuple[int, int]]:
    return randomness.sample(points, min(most, len(points)))


def _risky(run: Run) -> list[tuple[int, int]]:
    """Return the points between a message and a Persist of the same call."""
    return [
        (call, cut)
        for call, cut in _points(run)
        if _has(run.happenings[call].effects[:cut], Send)
        and _has(run.happenings[call].effects[cut:], Persist)
    ]


def _has(effects: Sequence[object], kind: type) -> bool:
    return any(isinstance(effect, kind) for effect in effects)


def _points(run: Run) -> list[tuple[int, int]]:
    """Return (call, cut) for each call with effects: before the first, after each."""
    return [
        (call, cut)
        for call, one in enumerate(run.happenings)
        if one.effects
        for cut in range(len(one.effects) + 1)
    ]


def _crashed(run: Run, call: int, cut: int) -> Scenario:
    return Scenario(
        run.scenario.nodes,
        seed=run.scenario.seed,
        users=run.scenario.users,
        faults=run.scenario.faults,
        crash_in_call=CrashInCall(call, cut, 1),
        end=run.happenings[call].at + LEASES_AFTER * LEASE,
    )
