"""Mechanism: crashes between two effects, old messages, drifting clocks, liveness, misuse."""

from random import Random
from typing import Any

from exercises.network_lock.tests.crash_points import crash_points
from exercises.network_lock.tests.directed import (
    asked_at_the_end,
    drifting_runs,
    forgotten_leases,
    healing_runs,
    late_and_twice,
    lock_step_runs,
    lone_witnesses,
    with_dead_holder,
)
from exercises.network_lock.tests.liveness import judge_live
from exercises.network_lock.tests.misuse import check_constructor, check_foreign, check_users
from exercises.network_lock.tests.model import EXCLUSION, TOKENS
from exercises.network_lock.tests.plain_run import check_plain_run
from exercises.network_lock.tests.playing import judge
from harness.graded import graded


@graded("crashes-break-no-promise")
def test_crashes_break_no_promise(submission: Any, randomness: Random, figures: Any) -> None:
    """A crash after any effect of any call, and a start one tick later, breaks neither rule."""
    check_plain_run(submission, randomness.getrandbits(16))
    directed = lone_witnesses(randomness) + forgotten_leases(randomness)
    judge(submission, directed, EXCLUSION, TOKENS)
    tried = 0
    for runs in crash_points(submission, randomness):
        judge(submission, runs, EXCLUSION, TOKENS)
        tried += len(runs)
    figures.record("crash points tried", tried)


@graded("old-messages-are-harmless")
def test_old_messages_are_harmless(submission: Any, randomness: Random) -> None:
    """Late, repeated and overtaking messages of earlier attempts break neither rule."""
    check_plain_run(submission, randomness.getrandbits(16))
    judge(submission, late_and_twice(randomness), EXCLUSION, TOKENS)


@graded("drifting-clocks-are-harmless")
def test_drifting_clocks_are_harmless(submission: Any, randomness: Random) -> None:
    """A slow holder that holds to the last tick is out before the fast clocks let anybody in."""
    check_plain_run(submission, randomness.getrandbits(16))
    judge(submission, asked_at_the_end(randomness) + drifting_runs(randomness), EXCLUSION)


@graded("everybody-is-served-in-the-end")
def test_everybody_is_served_in_the_end(submission: Any, randomness: Random) -> None:
    """After storms, from a start in lock-step and beside a dead holder, all users get the lock."""
    check_plain_run(submission, randomness.getrandbits(16))
    judge_live(submission, lock_step_runs(randomness))
    judge_live(submission, with_dead_holder(submission, randomness))
    judge_live(submission, healing_runs(randomness))


@graded("misuse-is-refused")
def test_misuse_is_refused(submission: Any, randomness: Random) -> None:
    """Wrong arguments, senders, names and calls of the user are answered as the rules say."""
    check_plain_run(submission, randomness.getrandbits(16))
    check_constructor(submission)
    check_foreign(submission)
    check_users(submission)
