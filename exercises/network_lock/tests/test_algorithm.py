"""Algorithm: one holder, tokens, majorities, and grants that were asked for and are of use."""

from random import Random
from typing import Any

from hypothesis import example, given, settings

from exercises.network_lock.tests.arguments import Storm, some_storms
from exercises.network_lock.tests.directed import (
    CROWDS,
    LATE_VOTES,
    TWO_HALVES,
    calm_runs,
    minorities,
    with_dead_nodes,
)
from exercises.network_lock.tests.liveness import judge_live
from exercises.network_lock.tests.model import EXCLUSION, TOKENS, USEFULNESS, WAITING
from exercises.network_lock.tests.plain_run import check_plain_run
from exercises.network_lock.tests.playing import failure, judge, play
from harness.graded import graded


@graded("two-nodes-never-hold")
@settings(max_examples=10)
@given(runs=some_storms())
@example(runs=[*CROWDS])
@example(runs=[*TWO_HALVES])
def test_two_nodes_never_hold(submission: Any, runs: list[Storm]) -> None:
    """Whatever happens, nobody is granted the lock while another one holds it by its own clock."""
    if runs == [*CROWDS]:
        check_plain_run(submission, CROWDS[0].seed)
    judge(submission, runs, EXCLUSION)


@graded("tokens-only-increase")
@settings(max_examples=10)
@given(runs=some_storms())
@example(runs=[*CROWDS])
def test_tokens_only_increase(submission: Any, runs: list[Storm]) -> None:
    """In the order of the grants, over all nodes, each token is greater than all before."""
    if runs == [*CROWDS]:
        check_plain_run(submission, CROWDS[0].seed)
    judge(submission, runs, TOKENS)


@graded("a-majority-decides")
def test_a_majority_decides(submission: Any, randomness: Random) -> None:
    """Without any minority everybody is served; cut off from the majority nobody is."""
    check_plain_run(submission, randomness.getrandbits(16))
    judge_live(submission, with_dead_nodes(randomness))
    for run in play(submission, minorities(randomness)):
        (cut,) = run.scenario.faults.partitions
        for side in (set(cut.side), set(range(run.scenario.nodes)) - set(cut.side)):
            early = [one for one in run.ledger.grants if one.node in side]
            if early and len(side) < run.scenario.majority:
                text = (
                    f"node {early[0].node} was granted the lock at t={early[0].at}, when it could"
                    f" reach {len(side)} of {run.scenario.nodes} nodes: a majority is"
                    f" {run.scenario.majority}"
                )
                raise failure(submission, run, text, run.number_at(early[0].at))


@graded("grants-are-asked-for-and-useful")
def test_grants_are_asked_for_and_useful(submission: Any, randomness: Random) -> None:
    """Each grant answers one acquire, is not over, not too long, and not too short in quiet times."""
    check_plain_run(submission, randomness.getrandbits(16))
    judge(submission, calm_runs(randomness), WAITING, USEFULNESS)
    judge(submission, LATE_VOTES, WAITING)
