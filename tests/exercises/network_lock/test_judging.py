"""Plain runs, isolation, liveness and crash points against real locks; failures that can be repeated."""

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from exercises.network_lock.tests.crash_points import (
    POINTS,
    RISKY_POINTS,
    SEEDS,
    WHOLE_POINTS,
    WHOLE_SEEDS,
    crash_points,
)
from exercises.network_lock.tests.directed import CROWDS, asked_at_the_end, lone_witnesses
from exercises.network_lock.tests.model import EXCLUSION, TOKENS
from exercises.network_lock.tests.plain_run import check_plain_run
from exercises.network_lock.tests.playing import judge
from harness.properties.program import program
from harness.schedule_table import ScheduleFailure
from tests.exercises.network_lock.locks import REFERENCE, mutant, running


def test_the_reference_passes_a_plain_run() -> None:
    """Under several seeds."""
    with running(REFERENCE) as submission:
        for seed in range(3):
            check_plain_run(submission, seed)


@pytest.mark.parametrize("name", ["promises_in_a_class_variable", "random_without_the_seed"])
def test_nodes_that_share_more_than_messages_are_found(name: str) -> None:
    """Each life of a node is repeated where no other node is."""
    with (
        running(mutant(name)) as submission,
        pytest.raises(AssertionError, match="In a process of its own, node"),
    ):
        check_plain_run(submission, 0)


def test_a_lock_that_nobody_gets_fails_the_plain_run() -> None:
    """Safe and of no use."""
    with (
        running(mutant("asks_once")) as submission,
        pytest.raises(ScheduleFailure, match="was not granted the lock"),
    ):
        check_plain_run(submission, 0)


def test_a_failure_is_the_shortest_run_and_can_be_repeated(tmp_path: Path) -> None:
    """The calls on record are those of the failure: as a program they fail again, alone."""
    path = mutant("votes_again_while_leased")
    with running(path) as submission:
        with pytest.raises(ScheduleFailure, match="while node") as caught:
            judge(submission, CROWDS, EXCLUSION)
        assert len([c for c in submission.recorded if c.target]) == caught.value.steps
        text = program("two-nodes-never-hold", "two hold", submission.recorded, 5, 5)
    assert caught.value.table.columns[:2] == ("time", "node 0")
    assert "Granted" in "".join(caught.value.table.rows[-1])
    assert text is not None
    (tmp_path / "repro.py").write_text(text, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, str(tmp_path / "repro.py"), str(path)], capture_output=True, check=False
    )
    assert ended.returncode == 1


def test_a_restart_that_forgets_tokens_needs_a_lone_witness() -> None:
    """The run is made for it."""
    with (
        running(mutant("restart_forgets_highest_token")) as submission,
        pytest.raises(ScheduleFailure, match="tokens must increase"),
    ):
        judge(submission, lone_witnesses(Random(0)), TOKENS)


def test_a_lease_counted_too_late_needs_somebody_who_asks_in_time() -> None:
    """The run is made for it."""
    with (
        running(mutant("lease_from_the_last_vote")) as submission,
        pytest.raises(ScheduleFailure, match="while node"),
    ):
        judge(submission, asked_at_the_end(Random(0)), EXCLUSION)


def test_crash_points_are_every_cut_of_every_call_with_effects() -> None:
    """Of the first seeds all in order, of the others a choice."""
    with running(REFERENCE) as submission:
        (first, second, others) = crash_points(submission, Random(0))
    crashes = [scenario.crash_in_call for scenario in first if scenario.crash_in_call]
    assert len(crashes) == len(first) == len(second) == WHOLE_POINTS
    least = (SEEDS - WHOLE_SEEDS) * POINTS
    assert least < len(others) <= least + (SEEDS - WHOLE_SEEDS) * RISKY_POINTS
    calls = sorted({crash.call for crash in crashes})
    for call in calls[:-1]:
        cuts = [crash.cut for crash in crashes if crash.call == call]
        assert cuts == list(range(len(cuts)))
        assert len(cuts) >= 2
