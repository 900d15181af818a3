"""Runs: users that ask, hold and release; figures; liveness; crash points and directed runs."""

from random import Random

import pytest

from exercises.network_lock.tests import directed
from exercises.network_lock.tests.costs import (
    grants_by_node,
    jain_index,
    log_share,
    longest_wait,
    mean_hand_off,
    messages_a_grant,
    share,
)
from exercises.network_lock.tests.run import Run
from exercises.network_lock.tests.scenarios import Scenario, Users
from harness.simulators.crashing_nodes import Crash
from harness.simulators.faulty_network import NetworkFaults
from tests.exercises.network_lock.one_voter import OneVoter

ONE_TICK = NetworkFaults(delay=(1, 1))
REMOTE = Users(first=(0, 0), hold=(10, 10), think=(5, 5), askers=(1, 2))


def played(scenario: Scenario) -> Run:
    """Return a run of the lock that one voter lends."""
    run, lock = Run(scenario), OneVoter()
    while run.ask is not None:
        run.take(lock.answer(run.ask))
    return run


def test_users_ask_hold_and_release() -> None:
    """Two users take turns: ten ticks each, and a hand-off of two delays."""
    run = played(Scenario(3, users=REMOTE, faults=ONE_TICK, end=100))
    assert run.faults == []
    assert [grant.node for grant in run.ledger.grants[:4]] == [1, 2, 1, 2]
    assert [grant.at for grant in run.ledger.grants[:3]] == [2, 14, 26]
    assert mean_hand_off([run]) == 2
    assert longest_wait(run) == 14
    assert grants_by_node(run)[0] == 0
    assert 2.5 < messages_a_grant([run]) <= 3


def test_a_user_that_may_hold_to_the_end_does_not_release() -> None:
    """It asks again when its lease is over."""
    users = Users(first=(0, 0), hold=None, think=(0, 0), askers=(0,))
    run = played(Scenario(3, users=users, faults=ONE_TICK, end=250))
    methods = [one.method for one in run.happenings if one.node == 0]
    assert methods == ["start", "acquire", "acquire"]


def test_a_crash_ends_wait_and_hold_and_the_user_asks_again() -> None:
    """After the restart, never before."""
    scenario = Scenario(3, users=REMOTE, faults=ONE_TICK, crashes=(Crash(1, 5, 20),), end=60)
    run = played(scenario)
    asked = [one.at for one in run.happenings if one.node == 1 and one.method == "acquire"]
    assert asked == [0, 30]


def test_a_run_ends_when_all_live_users_were_served() -> None:
    """Those that are dead for ever do not count."""
    scenario = Scenario(3, users=REMOTE, faults=ONE_TICK, live_after=20, end=5000)
    run = played(scenario)
    assert run.without_grant() == []
    assert run.happenings[-1].at < 60


def test_who_is_never_served_is_told() -> None:
    """One voter that is dead serves nobody."""
    crashes = (Crash(0, 1, None), Crash(2, 1, None))
    users = Users(first=(2, 2), hold=(10, 10), askers=(1, 2))
    run = played(Scenario(3, users=users, crashes=crashes, live_after=0, end=500))
    assert run.without_grant() == [1]


def test_equal_scenarios_give_equal_runs() -> None:
    """With all that is drawn at random."""
    (scenario, *_) = directed.healing_runs(Random(4))
    assert played(scenario).happenings == played(scenario).happenings


@pytest.mark.parametrize(
    ("value", "expected"), [(70, 0.0), (60, 0.0), (35, 0.5), (10, 1.0), (1, 1.0)]
)
def test_shares_are_linear_between_their_ends(value: float, expected: float) -> None:
    """And never leave them."""
    assert share(value, 60, 10) == expected


def test_shares_of_waits_are_logarithmic() -> None:
    """Half way between 100 and 10000 is 1000."""
    assert round(log_share(1000, 10000, 100), 9) == 0.5


def test_jain_index_is_the_fraction_that_is_served() -> None:
    """One for all, one of five for one."""
    assert jain_index([3, 3, 3]) == 1
    assert jain_index([7, 0, 0, 0, 0]) == 0.2


def test_directed_runs_keep_the_rules_of_the_exercise() -> None:
    """Drift within the bound, leases of ten round trips, minorities that are none."""
    luck = Random(0)
    runs = [
        *(directed.CROWDS + directed.TWO_HALVES + directed.LATE_VOTES),
        *directed.with_dead_nodes(luck),
        *directed.calm_runs(luck),
        *directed.late_and_twice(luck),
        *directed.drifting_runs(luck),
        *directed.asked_at_the_end(luck),
        *directed.lone_witnesses(luck),
        *directed.lock_step_runs(luck),
        *directed.healing_runs(luck),
    ]
    for scenario in runs:
        assert scenario.lease >= 10 * scenario.round_trip
        assert all(abs(c.drift_permille) <= scenario.drift for c in scenario.plan().clocks)
        dead = {crash.node for crash in scenario.crashes if crash.down is None}
        assert scenario.nodes - len(dead) >= scenario.majority
        assert scenario.told().endswith(".")
    for scenario in directed.minorities(luck):
        (cut,) = scenario.faults.partitions
        assert min(len(cut.side), scenario.nodes - len(cut.side)) < scenario.majority
