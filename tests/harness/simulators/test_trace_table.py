"""The table of a schedule: who did what, what it read, what changed, who was woken."""

from harness.schedule_table import table_lines
from harness.simulators.exploration import Bounds, explore
from harness.simulators.threads import spurious
from harness.simulators.trace_table import trace_table
from tests.harness.simulators.planted_locks import (
    Planted,
    make_world,
    owns_after_waking,
    sleeps_unannounced,
)


def test_the_table_of_a_lost_wake_up() -> None:
    """One row a step, one column a thread, with the values read and the words written."""
    world = make_world(Planted(sleeps_unannounced))
    found = explore(world, Bounds())
    assert table_lines(trace_table(world, found.moves)) == (
        "step  thread 0                      thread 1                      words",
        "----  ----------------------------  ----------------------------  -------",
        "1     CompareAndSwap(0, 0, 1) -> 0                                [0] = 1",
        "2                                   CompareAndSwap(0, 0, 1) -> 1",
        "3                                   FutexWait(0, 1) -> sleeps",
        "4     Swap(0, 0) -> 1                                             [0] = 0",
    )


def test_the_table_shows_who_wakes_up() -> None:
    """In the column of the one that slept, whether it was woken or not."""
    world = make_world(Planted(owns_after_waking, 2, 2), spare_wakes=1)
    woken = trace_table(world, [0, 1, 1, 1, 0, 0])
    assert woken.rows[-1][1:3] == ("FutexWake(0, 1) -> 1", "wakes up")
    spontaneous = trace_table(world, [0, 1, 1, 1, spurious(1)])
    assert spontaneous.rows[-1][1:3] == ("", "wakes up, nobody woke it")
