"""Once a majority is up and the network is healthy, every waiting user gets the lock in 60 leases."""

from collections.abc import Sequence
from typing import Any

from exercises.network_lock.tests.playing import failure, play
from exercises.network_lock.tests.run import Run
from exercises.network_lock.tests.scenarios import Scenario

MOST_LEASES = 60
MOST_HAPPENINGS = 12_000


def check_live(submission: Any, runs: Sequence[Run]) -> None:
    """Fail with the first run in which a live user was never granted the lock when it had to be."""
    for run in runs:
        left = run.without_grant()
        if left:
            after = run.scenario.live_after or 0
            lasted = run.happenings[-1].at - after if run.happenings else 0
            text = (
                f"node {left[0]} is up, and its user was not granted the lock in {lasted} ticks"
                f" ({lasted // run.scenario.lease} leases, {len(run.happenings)} calls) from t={after}"
                " on, with a majority up and a healthy network"
            )
            raise failure(submission, run, text, len(run.happenings))


def judge_live(submission: Any, scenarios: Sequence[Scenario]) -> list[Run]:
    """Play runs with ``live_after`` and fail if somebody waits for ever."""
    runs = play(submission, scenarios)
    check_live(submission, runs)
    return runs


def end_of(healthy_from: int, lease: int) -> int:
    """Return the tick by which everybody must have been served."""
    return healthy_from + MOST_LEASES * lease
