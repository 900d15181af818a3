"""A run without faults, which every property begins with: a lock that nobody gets is worth nothing."""

from dataclasses import replace
from typing import Any

from exercises.network_lock.tests.liveness import check_live
from exercises.network_lock.tests.playing import check_apart, failure, play_together
from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.crashing_nodes import Crash

PLAIN = Scenario(
    3,
    users=Users(first=(0, 10), hold=(5, 30), think=(0, 20)),
    crashes=(Crash(2, 25, 10),),
    live_after=60,
    end=6000,
)


def check_plain_run(submission: Any, seed: int) -> None:
    """Play a run with a healthy network: everybody is granted the lock, and nodes share nothing.

    A lock that nobody gets is safe.
    """
    (player,) = play_together(submission, [replace(PLAIN, seed=seed)])
    if player.error:
        raise failure(submission, player.run, player.error, len(player.run.happenings))
    check_live(submission, [player.run])
    check_apart(submission, [player])
