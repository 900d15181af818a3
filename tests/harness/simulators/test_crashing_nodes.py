"""Worlds of nodes that pass a number on: effects in order, timers, crashes, restarts, traces."""

from collections.abc import Callable
from typing import Any

from harness.simulators.clocks import DriftingClock
from harness.simulators.crashing_nodes import (
    Action,
    Alarm,
    Ask,
    Crash,
    CrashInCall,
    Keep,
    NodeWorld,
    Post,
    Tell,
    WorldPlan,
)
from harness.simulators.faulty_network import NetworkFaults
from harness.simulators.message_chart import message_chart

Answer = Callable[[Ask], list[Action]]
EQUAL = (DriftingClock(), DriftingClock())
ONE_TICK = NetworkFaults(delay=(1, 1))


class Notebook:
    """An observer that writes down what it is told."""

    def __init__(self) -> None:
        self.notes: list[tuple[Any, ...]] = []

    def started(self, at: int, node: int) -> None:
        """Note a start."""
        self.notes.append((at, node, "started"))

    def crashed(self, at: int, node: int) -> None:
        """Note a crash."""
        self.notes.append((at, node, "crashed"))

    def told(self, at: int, node: int, what: Any) -> None:
        """Note what was told."""
        self.notes.append((at, node, what))

    def due(self, at: int, node: int, what: str) -> str | None:
        """Call the method that the appointment names, unless it is none."""
        del at, node
        return what or None


def play(plan: WorldPlan, answer: Answer, *appointments: tuple[int, int, str]) -> tuple[Any, ...]:
    """Play a world; return the notes, the calls and the world."""
    notebook = Notebook()
    world = NodeWorld(plan, notebook, lambda effect: effect)
    for appointment in appointments:
        world.appoint(*appointment)
    asked: list[Ask] = []
    playing = world.run()
    try:
        ask = next(playing)
        while True:
            asked.append(ask)
            ask = playing.send(answer(ask))
    except StopIteration:
        return notebook.notes, asked, world


def passing(ask: Ask) -> list[Action]:
    """Pass a growing number to and fro, keep it, and tell it."""
    if ask.method == "go":
        return [Keep((0,)), Post(1 - ask.node, 0), Tell("sent 0")]
    if ask.method == "on_message":
        _, _, number = ask.args
        return [Keep((number + 1,)), Post(1 - ask.node, number + 1), Tell(f"sent {number + 1}")]
    return []


def test_the_same_plan_gives_the_same_trace() -> None:
    """With every fault there is; another seed gives another trace."""
    faults = NetworkFaults(loss_permille=100, repeat_permille=300, delay=(1, 9))
    plan = WorldPlan(EQUAL, faults, 3, (Crash(1, 15, 4),), end=60)
    first, second = (play(plan, passing, (0, 0, "go"))[2].happenings for _ in range(2))
    assert first == second
    other = WorldPlan(EQUAL, faults, 4, (Crash(1, 15, 4),), end=60)
    assert play(other, passing, (0, 0, "go"))[2].happenings != first


def test_messages_carry_sender_and_text_at_local_time() -> None:
    """The receiver's own clock is the first argument."""
    plan = WorldPlan((DriftingClock(), DriftingClock(1000, 500)), ONE_TICK, 1, end=3)
    _, asked, world = play(plan, passing, (1, 0, "go"))
    assert asked[-1] == Ask(1, 1, "on_message", (1003, 0, 0))
    assert (world.calls, world.messages) == (4, 2)


def test_a_timer_rings_by_the_own_clock_and_the_newest_counts() -> None:
    """An older one of the same name never rings; one in the past rings a tick later."""

    def answer(ask: Ask) -> list[Action]:
        if ask.method == "start":
            return [Alarm("a", 4), Alarm("b", 3), Alarm("a", 10), Alarm("c", -5)]
        return []

    plan = WorldPlan((DriftingClock(0, -500),), ONE_TICK, 1, end=50)
    _, asked, _ = play(plan, answer)
    rung = [(ask.args[1], ask.args[0]) for ask in asked if ask.method == "on_timer"]
    assert rung == [("c", 0), ("b", 3), ("a", 10)]


def test_a_crash_in_a_call_loses_the_rest_of_its_effects() -> None:
    """For each cut so many effects count; the next life gets the last state that was kept."""
    for cut, (state, told, messages) in enumerate(
        [(None, 0, 0), ((0,), 0, 0), ((0,), 0, 1), ((0,), 1, 1)]
    ):
        plan = WorldPlan(EQUAL, ONE_TICK, 1, (), CrashInCall(2, cut, 5), end=8)

        def answer(ask: Ask) -> list[Action]:
            return passing(ask) if ask.method == "go" else []

        notes, asked, world = play(plan, answer, (1, 0, "go"))
        assert asked[-1] == Ask(0, 2, "start", (6, state))
        assert sum(note[2] == "sent 0" for note in notes) == told
        assert world.messages == messages
        assert (1, 0, "crashed") in notes


def test_a_crash_forgets_timers_and_appointments_of_the_dead() -> None:
    """Nothing rings, arrives or is due while a node is down."""

    def answer(ask: Ask) -> list[Action]:
        return [Alarm("a", 20)] if ask.method == "start" and ask.life == 1 else passing(ask)

    plan = WorldPlan(EQUAL, ONE_TICK, 1, (Crash(1, 5, 30),), end=60)
    _, asked, world = play(plan, answer, (8, 0, "go"), (9, 1, "go"))
    of_one = [(ask.method, ask.args[0]) for ask in asked if ask.node == 1]
    assert of_one == [("start", 0), ("start", 35)]
    assert world.is_up(1)


def test_the_dead_stay_dead() -> None:
    """Without a time to come back a node never starts again."""
    notes, _, world = play(WorldPlan(EQUAL, ONE_TICK, 1, (Crash(0, 5, None),), end=99), passing)
    assert not world.is_up(0)
    assert notes == [(0, 0, "started"), (0, 1, "started"), (5, 0, "crashed")]


def test_the_end_and_the_number_of_happenings_bound_a_world() -> None:
    """Two that pass a number for ever are stopped by either."""
    _, asked, _ = play(WorldPlan(EQUAL, ONE_TICK, 1, end=10), passing, (0, 0, "go"))
    assert max(ask.args[0] for ask in asked) == 9
    plan = WorldPlan(EQUAL, ONE_TICK, 1, end=10_000, most_happenings=25)
    assert len(play(plan, passing, (0, 0, "go"))[1]) == 25


def test_an_appointment_may_come_to_nothing() -> None:
    """The observer decides when it is due."""
    _, asked, _ = play(WorldPlan(EQUAL, ONE_TICK, 1, end=10), passing, (3, 0, ""))
    assert [ask.method for ask in asked] == ["start", "start"]


def test_a_chart_shows_who_did_what_and_where_messages_went() -> None:
    """Node by column, fates behind the messages, crashes in capitals, the last note at the end."""
    plan = WorldPlan(EQUAL, NetworkFaults(1000), 1, (), CrashInCall(2, 2, None), end=9)
    _, _, world = play(plan, passing, (1, 0, "go"))
    chart = message_chart(2, world.happenings, lambda one: isinstance(one, Post), "here")
    assert chart.columns == ("time", "node 0", "node 1")
    assert chart.rows[-1] == (
        "1",
        "go(1): Keep(state=(0,)), Post(to=1, message=0) (lost); CRASHES after 2 of 3 effects  <- here",
        "",
    )


def test_a_chart_shows_crashes_between_calls() -> None:
    """A row of its own, in the node's column."""
    plan = WorldPlan(EQUAL, ONE_TICK, 1, (Crash(1, 5, None),), end=9)
    _, _, world = play(plan, passing)
    chart = message_chart(2, world.happenings, lambda one: isinstance(one, Post))
    assert chart.rows[-1] == ("5", "", "crashes")
