"""Many runs side by side, a round trip for the next call of each; and what a failure looks like.

All calls of a batch belong to different runs, so that a solution that looks ahead sees nothing of its
own run. All nodes share an interpreter, because a process for each would cost a hundred times as much.
So lives of nodes are repeated in fresh processes in which no other node of their run is: whoever is told
something beside the messages can not answer as before.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from exercises.network_lock.stub.solution import Send
from exercises.network_lock.tests.model import SHAPE
from exercises.network_lock.tests.run import Run
from exercises.network_lock.tests.scenarios import Scenario
from harness.remote.errors import GuestError
from harness.schedule_table import ScheduleFailure
from harness.simulators.crashing_nodes import Ask, Happening
from harness.simulators.message_chart import message_chart

ROWS_SHOWN = 30
MOST_APART = 5
"""Runs of those played together whose nodes are judged apart, too."""


class Player:
    """Lets a submission play one run.

    Attributes:
        run: The run.
        error: What a call raised that must not raise.
        lives: By node and life, each call with its effects.
    """

    def __init__(self, submission: Any, scenario: Scenario) -> None:
        self._submission = submission
        self.run = Run(scenario)
        self.error: str = ""
        self.lives: dict[tuple[int, int], list[tuple[Ask, Any]]] = {}
        self._objects: dict[tuple[int, int], Any] = {
            (node, 1): self._make(node, 1) for node in range(scenario.nodes)
        }

    def _make(self, node: int, life: int) -> Any:
        return make_node(self._submission, self.run.scenario, node, life)

    @property
    def is_over(self) -> bool:
        """Whether no call is left."""
        return self.run.ask is None or bool(self.error)

    def put(self, batch: Any) -> None:
        """Add the next call to a batch."""
        ask = self.run.ask
        assert ask is not None
        key = ask.node, ask.life
        if key not in self._objects:
            self._objects[key] = self._make(*key)
        batch.call(self._objects[key], ask.method, *ask.args)

    def take(self, answer: Any) -> None:
        """Go on with what the call gave."""
        ask = self.run.ask
        assert ask is not None
        if answer.exception is None:
            self.lives.setdefault((ask.node, ask.life), []).append((ask, answer.value))
            self.run.take(answer.value)
            return
        given = ", ".join(map(repr, ask.args))
        place = answer.exception.line
        where = f" (solution.py, line {place})" if place is not None else ""
        self.error = f"node {ask.node}: {ask.method}({given}) raised {answer.exception}{where}"


def make_node(submission: Any, scenario: Scenario, node: int, life: int) -> Any:
    """Return a new object of the submission: one life of a node."""
    seed = scenario.seed * 10_000 + life * 100 + node
    return submission.NetworkLock(
        node=node,
        nodes=scenario.nodes,
        lease=scenario.lease,
        drift=scenario.drift,
        round_trip=scenario.round_trip,
        seed=seed,
    )


def play_together(submission: Any, scenarios: Sequence[Scenario]) -> list[Player]:
    """Play runs side by side, to their ends."""
    players = [Player(submission, scenario) for scenario in scenarios]
    left = [player for player in players if not player.is_over]
    while left:
        batch = submission.batch()
        for player in left:
            player.put(batch)
        for player, answer in zip(left, batch.run(), strict=True):
            player.take(answer)
        left = [player for player in left if not player.is_over]
    return players


def play(submission: Any, scenarios: Sequence[Scenario]) -> list[Run]:
    """Play runs and return them; some are repeated with their nodes apart.

    Raises:
        ScheduleFailure: A call raised what it must not raise.
        GuestError: A call gave no proper answer; the run that it belongs to is played alone first.
    """
    try:
        players = play_together(submission, scenarios)
    except GuestError:
        for scenario in scenarios:
            submission.begin_trial()
            play_together(submission, [scenario])
        raise
    for player in players:
        if player.error:
            raise failure(submission, player.run, player.error, len(player.run.happenings))
    check_apart(submission, _some_of(players))
    return [player.run for player in players]


def _some_of(players: Sequence[Player]) -> list[Player]:
    """Return a few of them, always the same ones for the same seeds."""
    choice = Random(str([player.run.scenario.seed for player in players]))
    return choice.sample(players, min(MOST_APART, len(players)))


def check_apart(submission: Any, players: Sequence[Player]) -> None:
    """Repeat each life of each node away from the others of its run: the answers must be the same.

    A process holds one life of each run.
    """
    for turn in range(max(len(player.lives) for player in players)):
        submission.renew_process()
        for player in players:
            if turn < len(player.lives):
                submission.begin_trial()
                _repeat_apart(submission, player, *list(player.lives)[turn])
    submission.begin_trial()


def _repeat_apart(submission: Any, player: Player, node: int, life: int) -> None:
    again = make_node(submission, player.run.scenario, node, life)
    batch = submission.batch()
    for ask, _ in player.lives[node, life]:
        batch.call(again, ask.method, *ask.args)
    for answer, (ask, effects) in zip(batch.run(), player.lives[node, life], strict=True):
        alone = answer.exception or answer.value
        given = ", ".join(map(repr, ask.args))
        assert alone == effects, (
            f"In a process of its own, node {node} answers otherwise: {ask.method}({given}) gave"
            f" {effects} when the other nodes were in the same process, and {alone} without them,"
            " after the same calls. Something beside its arguments decides: a module or class"
            " variable, a default argument that changes, random numbers without the seed, the"
            " clock. A node is a computer of its own."
        )


def judge(submission: Any, scenarios: Sequence[Scenario], *aspects: str) -> list[Run]:
    """Play runs; fail with the shortest that breaks one of these rules, or has an effect that is none."""
    runs = play(submission, scenarios)
    found = [
        (number, run, fault.text)
        for run in runs
        for fault, number in run.faults
        if fault.aspect in (*aspects, SHAPE)
    ]
    if found:
        number, run, text = min(found, key=lambda one: one[0])
        raise failure(submission, run, text, number)
    return runs


def failure(submission: Any, run: Run, message: str, number: int) -> ScheduleFailure:
    """Return the failure of a run at happening ``number`` (from 1), with its last happenings.

    The run is played once more, alone: the calls on record are then those of the failure.
    """
    submission.begin_trial()
    (again,) = play_together(submission, [replace(run.scenario, most_happenings=number)])
    text = f"{message}\n{run.scenario.told()}"
    if again.run.happenings[:number] != run.happenings[:number]:
        text += "\nPlayed again, with the same calls, it goes another way: something else decides."
    shown = [one for one in run.happenings[:number] if _is_shown(one)][-ROWS_SHOWN:]
    chart = message_chart(run.scenario.nodes, shown, lambda effect: isinstance(effect, Send))
    return ScheduleFailure(text, chart, number)


def _is_shown(one: Happening) -> bool:
    return one.method != "on_timer" or bool(one.effects)
