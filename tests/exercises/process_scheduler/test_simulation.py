"""The machine that drives a scheduler: what happens when, and the same every time."""

from exercises.process_scheduler.workloads.plan import Burst, Plan, Scenario, Then
from exercises.process_scheduler.workloads.simulation import Moment, Simulation
from tests.exercises.process_scheduler.fifo import FifoScheduler


def _play(scenario: Scenario, ticks: int) -> tuple[list[Moment], FifoScheduler]:
    machine = FifoScheduler(scenario.slice_ticks)
    return list(Simulation(machine, scenario).run(ticks)), machine


def _running(scenario: Scenario, ticks: int) -> list[int | None]:
    return [moment.running[0] for moment in _play(scenario, ticks)[0]]


def test_two_busy_tasks_take_turns_by_slices() -> None:
    """A CPU picks when its slice has ended and somebody waits."""
    assert _running(Scenario(2, (Plan(1), Plan(2))), 7) == [1, 1, 2, 2, 1, 1, 2]


def test_a_burst_ends_sleeps_and_starts_again() -> None:
    """A task runs its burst, leaves the CPU idle for its sleep, and wakes."""
    plan = Plan(1, bursts=(Burst(2, 3),), then=Then.REPEAT)
    assert _running(Scenario(4, (plan,)), 9) == [1, 1, None, None, None, 1, 1, None, None]


def test_a_sleep_of_nothing_blocks_and_wakes_in_one_tick() -> None:
    """Both calls come in the tick in which the burst ends, the block first."""
    plan = Plan(1, bursts=(Burst(2, 0),), then=Then.REPEAT)
    moments, machine = _play(Scenario(4, (plan,)), 3)
    assert machine.log == [("add", 0, 1, 1), ("block", 2, 1), ("wake", 2, 1)]
    assert [moment.running for moment in moments] == [(1,), (1,), (1,)]


def test_events_of_one_tick_come_in_a_fixed_order() -> None:
    """Ends come first, then wake-ups, arrivals and new weights."""
    plans = (
        Plan(1, bursts=(Burst(4, 1),), then=Then.EXIT),
        Plan(2, bursts=(Burst(1, 1),), then=Then.REPEAT),
        Plan(3, arrival=6),
        Plan(4, arrival=2, reweights=((6, 9),)),
    )
    _, machine = _play(Scenario(4, plans), 7)
    assert [entry[0] for entry in machine.log if entry[1] == 6] == ["wake", "add", "set_weight"]
    assert [entry for entry in machine.log if entry[1] == 4] == [("exit", 4, 1)]


def test_a_returning_task_comes_again_under_a_new_id() -> None:
    """After the exit and the sleep a task that never was arrives with the same plan."""
    plan = Plan(5, bursts=(Burst(2, 1),), then=Then.RETURN)
    assert _running(Scenario(4, (plan,)), 8) == [5, 5, None, 6, 6, None, 7, 7]


def test_a_task_can_be_made_to_leave() -> None:
    """It exits at the tick of its plan, whatever it does, and its id may come again."""
    plans = (Plan(1, leaves=3), Plan(1, arrival=3))
    _, machine = _play(Scenario(4, plans), 5)
    assert machine.log == [("add", 0, 1, 1), ("exit", 3, 1), ("add", 3, 1, 1)]


def test_stints_change_at_each_wake_up_and_each_new_weight() -> None:
    """Whoever compares two moments can tell whether a task stayed runnable at one weight."""
    plan = Plan(1, bursts=(Burst(2, 0),), then=Then.REPEAT, reweights=((3, 7),))
    moments, _ = _play(Scenario(4, (plan,)), 5)
    stints = [moment.stints[1] for moment in moments]
    assert stints[0] == stints[1] != stints[2] != stints[3] != stints[4]
    assert [moment.runnable[1] for moment in moments] == [1, 1, 1, 7, 7]


def test_a_cpu_that_is_due_picks_in_the_same_tick() -> None:
    """What ``add`` and ``wake`` ask for is done before the tick runs."""
    machine = FifoScheduler(9)
    run = Simulation(machine, Scenario(9, (Plan(1), Plan(2)))).run(3)
    assert next(run).running == (1,)
    machine.due.add(0)
    assert next(run).running == (2,)


def test_the_same_scenario_gives_the_same_moments() -> None:
    """Nothing but the scenario and the scheduler's answers decides."""
    plans = tuple(Plan(n, bursts=(Burst(n, 4 - n),), then=Then.REPEAT) for n in range(1, 5))
    scenario = Scenario(2, plans, start=7, cpus=2)
    assert _play(scenario, 60)[0] == _play(scenario, 60)[0]


def test_the_story_tells_plans_and_who_ran() -> None:
    """A student reads what was simulated."""
    simulation = Simulation(FifoScheduler(2), Scenario(2, (Plan(1), Plan(2, 3, arrival=1)), 10))
    list(simulation.run(5))
    assert simulation.story().splitlines() == [
        "The simulation starts at tick 10; the timer interrupts on every tick.",
        "task 1: weight 1, runs for ever",
        "task 2: weight 3, arrives after 1 tick, runs for ever",
        "CPU 0 ran (task x ticks, the last ones): task 1 x 2, task 2 x 2, task 1 x 1",
    ]


class _CountingScheduler(FifoScheduler):
    """Notes when it is interrupted."""

    def tick(self, now: int, cpu: int) -> bool:
        self.log.append(("tick", now, cpu))
        return super().tick(now, cpu)


def test_a_tickless_machine_interrupts_only_at_the_end_of_a_slice() -> None:
    """And only while somebody waits; who runs is the same."""
    plans = (Plan(1), Plan(2, arrival=3, leaves=9))
    machine = _CountingScheduler(4)
    moments = list(Simulation(machine, Scenario(4, plans, tickless=True)).run(12))
    assert [entry for entry in machine.log if entry[0] == "tick"] == [
        ("tick", 4, 0),
        ("tick", 8, 0),
    ]
    ran = [moment.running[0] for moment in moments]
    assert ran == _running(Scenario(4, plans), 12) == [1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 1, 1]
