"""Failed schedules among the trials of a property."""

from harness.properties.failure import PropertyRun
from harness.schedule_table import ScheduleFailure, make_table


def failure(steps: int) -> ScheduleFailure:
    """Return a failed schedule of so many steps."""
    table = make_table(("step",), [(str(step),) for step in range(steps)])
    return ScheduleFailure(f"failed after {steps}", table, steps, program="print()")


def test_the_shortest_schedule_is_kept() -> None:
    """Whatever comes later, the shortest failing schedule is the one that is shown."""
    run = PropertyRun()
    for steps in (9, 4, 6):
        run.begin_trial()
        run.failed(failure(steps), [])
    assert run.best is not None
    assert run.best.message == "failed after 4"
    assert run.best.table == failure(4).table
    assert run.best.schedule is not None
    assert run.best.schedule.program == "print()"


def test_a_plain_failure_has_no_table() -> None:
    """Calls stay calls."""
    run = PropertyRun()
    run.failed(AssertionError("no"), [])
    assert run.best is not None
    assert run.best.table is None
