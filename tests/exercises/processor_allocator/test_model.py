"""The oracle: placements, names, and what becomes of requests."""

import pytest

from exercises.processor_allocator.stub.solution import (
    UNIT,
    CapacityError,
    LeaseExpired,
    Machine,
    UnknownName,
)
from exercises.processor_allocator.tests.model import Model
from exercises.processor_allocator.tests.rules import (
    rule_abort,
    rule_admit,
    rule_commit,
    rule_divide,
    rule_prepare,
    rule_running,
)

WEB = Machine("web", 2, 1000, 2000, 1)
DATABASE = Machine("database", 1, 1000, 1000, 1)


def _host() -> Model:
    """Return two nodes of two at tick 10: web runs on 0 and 1, database is held on 2 until 15."""
    model = Model((2, 2))
    model.reach(10)
    model.run(WEB, [0, 1])
    model.hold("r", DATABASE, 5, [2])
    return model


def test_running_and_held_machines_reserve() -> None:
    """Each virtual processor takes its part, rounded up."""
    model = _host()
    assert model.unreserved() == [500, 500, 0, 1000]
    model.run(Machine("odd", 3, 1000, 3000, 1), [0, 1, 3])
    assert model.unreserved() == [166, 166, 0, 666]


@pytest.mark.parametrize(
    ("placement", "fault"),
    [
        ([0, 3], None),
        ([0], "2 virtual processors"),
        ([3, 3], "share processor 3"),
        ([3, 4], "numbered 0 to 3"),
        ([-1, 3], "numbered 0 to 3"),
        ([2, 3], "processor 2 has 0 unreserved"),
    ],
)
def test_placements_are_judged(placement: list[int], fault: str | None) -> None:
    """Number, range, distinctness and room count; nodes do not."""
    found = _host().placement_fault(Machine("new", 2, 1000, 2000, 1), placement)
    assert (found is None) == (fault is None)
    assert (fault or "") in (found or "")


def test_a_lease_ends_at_its_tick() -> None:
    """On the last tick it holds; then capacity and name are free, and the request is dead."""
    model = _host()
    model.reach(14)
    assert model.unreserved()[2] == 0
    assert rule_admit(model, DATABASE).faults == {ValueError}
    model.reach(15)
    assert model.unreserved()[2] == UNIT
    assert not rule_admit(model, DATABASE).faults
    assert rule_commit(model, "r").faults == {LeaseExpired}
    assert "the lease of r ended at 15" in model.describe()


def test_a_commit_stops_the_clock() -> None:
    """A committed machine runs on, and its request answers the same for ever."""
    model = _host()
    model.commit("r")
    model.reach(100)
    assert rule_running(model, "database").faults == frozenset()
    del model.running["database"]
    assert rule_commit(model, "r").answer == (2,)
    assert rule_prepare(model, "r", DATABASE, 5).answer == (2,)
    assert rule_prepare(model, "r", WEB, 5).faults == {ValueError}
    assert rule_abort(model, "r").faults == {ValueError}


def test_an_abort_kills_what_is_not_committed() -> None:
    """Held, dead and unknown requests are dead afterwards."""
    model = _host()
    for name in ("r", "never seen"):
        model.abort(name)
        assert rule_prepare(model, name, DATABASE, 5).faults == {LeaseExpired}
        assert rule_prepare(model, name, WEB, 9).faults == {LeaseExpired}
        assert not rule_abort(model, name).faults
    assert model.unreserved() == [500, 500, 1000, 1000]
    assert "never seen was aborted at 10, before it was prepared" in model.describe()


def test_two_faults_make_both_exceptions_right() -> None:
    """A name that is taken and no room; a name that nobody has and a negative demand."""
    model = Model((1,))
    model.run(DATABASE, [0])
    assert rule_admit(model, DATABASE).faults == {ValueError, CapacityError}
    assert rule_divide(model, {"nobody": -1}).faults == {ValueError, UnknownName}


def test_held_machines_do_not_run() -> None:
    """They get no time, and can not be removed."""
    model = _host()
    assert rule_running(model, "database").faults == {UnknownName}
    assert "only held" in rule_divide(model, {"database": 5}).reason
