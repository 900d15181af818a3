"""Policy: messages of a lone user, messages and hand-offs among many, fairness."""

from random import Random
from typing import Any

from exercises.network_lock.tests.costs import (
    contended_run,
    grants_by_node,
    jain_index,
    log_share,
    lone_runs,
    longest_wait,
    mean_hand_off,
    measure,
    messages_a_grant,
    share,
)
from exercises.network_lock.tests.plain_run import check_plain_run
from exercises.network_lock.tests.run import Run
from harness.graded import graded

NODES = 5
SEEDS = 5
END = 2000
NO_POINTS_MESSAGES, ALL_POINTS_MESSAGES = 60, 11.5
NO_POINTS_HAND_OFF, ALL_POINTS_HAND_OFF = 60, 15
NO_POINTS_WAIT, ALL_POINTS_WAIT = 3000, 300
NO_POINTS_JAIN, ALL_POINTS_JAIN = 0.75, 0.98


@graded("lone-users-send-few-messages")
def test_lone_users_send_few_messages(submission: Any, randomness: Random, figures: Any) -> None:
    """Messages a grant, with one user and five nodes; each node is the user's once."""
    check_plain_run(submission, randomness.getrandbits(16))
    runs = measure(submission, lone_runs(NODES, range(NODES), randomness))
    figures.record("lone-users-send-few-messages", messages_a_grant(runs))


@graded("hand-offs-are-cheap")
def test_hand_offs_are_cheap(submission: Any, randomness: Random, figures: Any) -> None:
    """Messages a grant, and ticks from a release to the next grant, with five users."""
    runs = contended(submission, randomness)
    messages, hand_off = messages_a_grant(runs), mean_hand_off(runs)
    figures.record("messages a grant", messages)
    figures.record("ticks from release to grant", hand_off)
    figures.record(
        "hand-offs-are-cheap.messages", share(messages, NO_POINTS_MESSAGES, ALL_POINTS_MESSAGES)
    )
    figures.record(
        "hand-offs-are-cheap.ticks", share(hand_off, NO_POINTS_HAND_OFF, ALL_POINTS_HAND_OFF)
    )


@graded("waits-are-fair")
def test_waits_are_fair(submission: Any, randomness: Random, figures: Any) -> None:
    """The longest wait, and how evenly the grants are spread, with five users."""
    runs = contended(submission, randomness)
    wait = sum(map(longest_wait, runs)) / len(runs)
    jain = sum(jain_index(grants_by_node(run)) for run in runs) / len(runs)
    figures.record("longest wait in ticks", wait)
    figures.record("Jain's index", jain)
    figures.record("waits-are-fair.wait", log_share(wait, NO_POINTS_WAIT, ALL_POINTS_WAIT))
    figures.record("waits-are-fair.jain", share(jain, NO_POINTS_JAIN, ALL_POINTS_JAIN))


def contended(submission: Any, randomness: Random) -> list[Run]:
    """Return runs of several seeds in which five users want the lock."""
    check_plain_run(submission, randomness.getrandbits(16))
    seeds = [randomness.getrandbits(16) for _ in range(SEEDS)]
    return measure(submission, [contended_run(NODES, seed, END) for seed in seeds])
