"""The oracle: which picks and ticks are legal, who has used what, how misuse is refused."""

import pytest

from exercises.process_scheduler.stub.solution import TaskStateError, UnknownTask
from exercises.process_scheduler.tests.model import Model
from exercises.process_scheduler.tests.rules import refusal_of
from harness.refusals import MethodCall


def _machine(cpus: int = 1) -> Model:
    """Return a model in which task 1 runs on CPU 0 since 10, 2 is queued and 3 blocked."""
    model = Model(cpus, slice_ticks=4)
    for task in (1, 2, 3):
        model.added(10, task, 1)
    model.blocked_now(10, 3)
    model.picked(10, 0, 1)
    return model


@pytest.mark.parametrize(("chosen", "is_legal"), [(1, True), (2, True), (3, False), (9, False)])
def test_only_queued_tasks_are_picked(chosen: int, *, is_legal: bool) -> None:
    """What runs on the CPU is queued first; blocked and unknown tasks are not."""
    assert (_machine().pick_fault(0, chosen) is None) == is_legal


def test_a_task_runs_on_one_cpu_only() -> None:
    """Another CPU may take a queued task, not a running one."""
    model = _machine(cpus=2)
    assert model.pick_fault(1, 2) is None
    assert "task 1 runs on CPU 0" in (model.pick_fault(1, 1) or "")


def test_a_cpu_idles_only_if_nothing_is_queued() -> None:
    """None is right for an empty queue alone."""
    model = _machine(cpus=2)
    assert "task 2" in (model.pick_fault(1, None) or "")
    model.picked(10, 1, 2)
    model.exited(11, 2)
    assert model.pick_fault(1, None) is None


def test_a_tick_is_due_when_the_slice_has_ended_or_the_cpu_is_idle() -> None:
    """It must be True then if a task is queued, and need not be otherwise."""
    model = _machine(cpus=2)
    assert model.may_not_run_on(13, 0) is None
    assert "a slice is 4" in (model.may_not_run_on(14, 0) or "")
    assert "idle" in (model.may_not_run_on(10, 1) or "")
    model.blocked_now(14, 2)
    assert model.may_not_run_on(20, 0) is None


def test_used_ticks_are_exact_across_picks_and_blocks() -> None:
    """A task is charged from its pick to the next pick, or to its own block or exit."""
    model = _machine()
    assert model.used_ticks(17, 1) == 7
    model.blocked_now(17, 1)
    model.woken(30, 1)
    model.picked(31, 0, 1)
    model.reweighted(32, 1, 5)
    assert model.used_ticks(33, 1) == 9


@pytest.mark.parametrize(
    ("method", "args", "right"),
    [
        ("tick", (9, 5), ValueError),
        ("tick", (10, 0), None),
        ("tick", (10, 1), ValueError),
        ("pick", (10, -1), ValueError),
        ("add", (10, 1, 0), ValueError),
        ("add", (10, 1, 1), TaskStateError),
        ("add", (10, 4, 1), None),
        ("set_weight", (10, 9, 0), ValueError),
        ("set_weight", (10, 9, 1), UnknownTask),
        ("block", (10, 3), TaskStateError),
        ("block", (9, 3), ValueError),
        ("wake", (10, 1), None),
        ("wake", (10, 9), UnknownTask),
        ("runtime", (10, 9), UnknownTask),
    ],
)
def test_misuse_is_refused_by_the_first_check_that_fails(
    method: str, args: tuple[int, ...], right: type[Exception] | None
) -> None:
    """The checks are: now, ranges, existence, state."""
    refusal = refusal_of(_machine(), MethodCall(method, args))
    assert (refusal.exception if refusal else None) is right
