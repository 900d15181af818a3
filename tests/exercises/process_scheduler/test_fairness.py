"""What is measured: drift, guaranteed share, lag, waits, Jain's index."""

from collections.abc import Sequence

import pytest

from exercises.process_scheduler.tests.drift import Drift
from exercises.process_scheduler.tests.shares import GuaranteedShare, Lag, jain_index
from exercises.process_scheduler.tests.waits import Waits
from exercises.process_scheduler.workloads.simulation import Moment


def _moments(
    ran: Sequence[int | None],
    weights: dict[int, int],
    asleep: dict[int, Sequence[int]] | None = None,
    renewed: dict[int, int] | None = None,
) -> list[Moment]:
    """Return ticks from 0 in which ``ran`` says who ran.

    ``asleep`` names the ticks in which a task sleeps, ``renewed`` the one from which it has a new stint.
    """
    found = []
    for now, task in enumerate(ran):
        runnable = {one: w for one, w in weights.items() if now not in (asleep or {}).get(one, ())}
        stints = {one: int(now >= (renewed or {}).get(one, 1000)) for one in runnable}
        found.append(Moment(now, (task,), runnable, weights, stints))
    return found


def _first_drift_fault(slice_ticks: int, moments: Sequence[Moment]) -> int | None:
    drift = Drift(slice_ticks)
    return next((moment.now for moment in moments if drift.add(moment)), None)


def test_drift_allows_exactly_its_bound() -> None:
    """With q = 2 and two tasks of weight 1 the difference may move by 16 ticks, not by 17."""
    assert _first_drift_fault(2, _moments([1] * 30, {1: 1, 2: 1})) == 16


def test_drift_counts_service_by_weight() -> None:
    """A task of weight 3 that runs three ticks of four drifts nowhere; at equal turns it does."""
    assert _first_drift_fault(1, _moments([1, 1, 1, 2] * 50, {1: 3, 2: 1})) is None
    assert _first_drift_fault(1, _moments([1, 2] * 50, {1: 3, 2: 1})) == 15


def test_drift_starts_anew_with_each_stint() -> None:
    """What came before a wake-up or a new weight does not count."""
    ran = [1] * 30
    assert _first_drift_fault(2, _moments(ran, {1: 1, 2: 1}, renewed={2: 15})) is None
    assert _first_drift_fault(2, _moments(ran, {1: 1, 2: 1}, renewed={2: 5})) == 21


def test_drift_looks_at_any_part_of_an_interval() -> None:
    """A lead that was won slowly and lost at once is seen."""
    ran = [1] * 14 + [2] * 30
    assert _first_drift_fault(2, _moments(ran, {1: 1, 2: 1})) == 14 + 16


def test_drift_names_the_tasks_and_their_ticks() -> None:
    """The message has the interval and both amounts."""
    drift = Drift(1)
    faults = [drift.add(moment) for moment in _moments([1] * 9, {1: 1, 2: 1})]
    assert faults[:-1] == [None] * 8
    assert "Between tick 0 and tick 9 they ran 9 and 0 ticks" in (faults[-1] or "")


def test_guaranteed_share_is_half_of_the_share_less_a_slack() -> None:
    """With q = 1 and two live tasks of weight 1: t / 4 - 6 ticks, first above nothing after 24."""
    share = GuaranteedShare(1)
    moments = _moments([1] * 40, {1: 1, 2: 1})
    assert next(moment.now for moment in moments if share.add(moment)) == 24


def test_guaranteed_share_counts_sleepers_as_live() -> None:
    """Somebody asleep makes everybody's share smaller, and has none itself."""
    share = GuaranteedShare(1)
    moments = _moments([None] * 60, {1: 1, 2: 3}, asleep={2: range(60)})
    assert next(moment.now for moment in moments if share.add(moment)) == 48


def test_lag_is_the_greatest_distance_from_the_fluid_share() -> None:
    """After three ticks for the one of weight 1, the other one lacks nine quarters."""
    lag = Lag({1: 1, 2: 3})
    for moment in _moments([1, 1, 1, 2, 2, 2], {1: 1, 2: 3}):
        lag.add(moment)
    assert lag.most_ticks() == 9 / 4


def test_waits_are_counted_from_each_wake_up() -> None:
    """The arrival counts for ``now_waiting``, not for the mean."""
    waits = Waits(2)
    ran = [1, 1, 2, 1, 1, 1, 1, 2, 2, 2]
    seen = []
    for moment in _moments(ran, {1: 1, 2: 1}, asleep={2: (3, 4)}, renewed={2: 3}):
        waits.add(moment)
        seen.append(waits.now_waiting)
    assert seen == [1, 2, 0, 0, 0, 1, 2, 0, 0, 0]
    assert waits.mean_after_wake() == 2


@pytest.mark.parametrize(
    ("shares", "index"), [([5, 5, 5], 1.0), ([9, 0, 0], 1 / 3), ([300, 600, 300], 8 / 9)]
)
def test_jain_index_of_known_shares(shares: list[int], index: float) -> None:
    """Even shares give 1, one winner among n gives 1/n."""
    assert jain_index(shares) == pytest.approx(index)
