"""A run without faults, and whether its nodes depend on anything but their own calls.

The nodes of a run live in one interpreter, because a process for each would cost a hundred times as
much. So each life of a node is repeated in a fresh process in which no other node of its run is: whoever
is told something beside the messages can not answer as before.
"""

from dataclasses import replace
from typing import Any

from exercises.network_lock.tests.liveness import check_live
from exercises.network_lock.tests.playing import Player, failure, make_node, play_together
from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.crashing_nodes import Ask, Crash

PLAIN = Scenario(
    3,
    users=Users(first=(0, 10), hold=(5, 30), think=(0, 20)),
    crashes=(Crash(2, 25, 10),),
    live_after=60,
    end=6000,
)


def check_plain_run(submission: Any, seed: int) -> None:
    """Play a run with a healthy network: everybody is granted the lock, and nodes share nothing.

    Every property begins with it: a lock that nobody gets is safe, and worth nothing.
    """
    (player,) = play_together(submission, [replace(PLAIN, seed=seed)])
    if player.error:
        raise failure(submission, player.run, player.error, len(player.run.happenings))
    check_live(submission, [player.run])
    check_isolation(submission, player)


def check_isolation(submission: Any, player: Player) -> None:
    """Repeat each life of each node in a process of its own."""
    for node, life in player.lives:
        difference = _first_difference(submission, player, node, life)
        if difference is not None:
            ask, before, alone = difference
            given = ", ".join(map(repr, ask.args))
            raise AssertionError(
                f"In a process of its own, node {node} answers otherwise: {ask.method}({given}) gave"
                f" {before} when the other nodes were in the same process, and {alone} without them,"
                " after the same calls. Something beside its arguments decides: a module or class"
                " variable, a default argument that changes, random numbers without the seed, the"
                " clock. A node is a computer of its own."
            )
    submission.begin_trial()


def _first_difference(
    submission: Any, player: Player, node: int, life: int
) -> tuple[Ask, Any, Any] | None:
    submission.renew_process()
    submission.begin_trial()
    again = make_node(submission, player.run.scenario, node, life)
    batch = submission.batch()
    for ask, _ in player.lives[node, life]:
        batch.call(again, ask.method, *ask.args)
    for answer, (ask, effects) in zip(batch.run(), player.lives[node, life], strict=True):
        if answer.exception is not None or answer.value != effects:
            return ask, effects, answer.exception or answer.value
    return None
