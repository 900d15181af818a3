"""Mechanism: changes of the tree and its limits while packets move; refused calls."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.network_scheduler.tests.arguments import Deed, History, histories
from exercises.network_scheduler.tests.histories import (
    AFTER_A_NIGHT,
    LEAF_AND_INNER,
    LIMITED_IN_DEBT,
    NEW_NAME_OLD_BUCKET,
    SERVED_THEN_REMOVED,
    SERVED_THEN_REPLACED,
    SMALLER_BUCKET,
)
from exercises.network_scheduler.tests.misuse import (
    BAD_LINKS,
    DURING_INNER_CLASS,
    INNER_CLASS,
    Misuse,
    expect_clock_unmoved,
    expect_no_link,
    misuses,
)
from exercises.network_scheduler.tests.moves import Player, fresh_session, play_all
from harness.graded import graded
from harness.refusals import MethodCall, expect_same_answers

RACY_DEEDS = (
    *(Deed.ADD, Deed.ENQUEUE, Deed.ENQUEUE, Deed.FILL, Deed.DEQUEUE, Deed.DEQUEUE, Deed.DRAW),
    *(Deed.REMOVE, Deed.REMOVE_SERVED, Deed.REPLACE, Deed.SPLIT, Deed.MERGE),
    *(Deed.LIMIT_SERVED, Deed.LIMIT, Deed.UNLIMIT, Deed.REWEIGHT, Deed.SLEEP, Deed.BACKLOG),
)
RACY_JUMPS = (0, 0, 0, 0, 0, 1, 30, 400)
ORDINARY_DEEDS = (
    *(Deed.ADD, Deed.ENQUEUE, Deed.ENQUEUE, Deed.FILL, Deed.DEQUEUE, Deed.DEQUEUE),
    *(Deed.REWEIGHT, Deed.LIMIT, Deed.REMOVE, Deed.SPLIT),
)
JUMPS = (0, 0, 1, 7, 40, 200)


@graded("nothing-is-lost-in-changes")
@settings(max_examples=70)
@given(history=histories(RACY_DEEDS, RACY_JUMPS))
@example(history=SERVED_THEN_REMOVED)
@example(history=SERVED_THEN_REPLACED)
@example(history=LIMITED_IN_DEBT)
@example(history=SMALLER_BUCKET)
@example(history=NEW_NAME_OLD_BUCKET)
@example(history=LEAF_AND_INNER)
@example(history=AFTER_A_NIGHT)
def test_nothing_is_lost_in_changes(submission: Any, history: History) -> None:
    """Removals, new limits, reused names and long sleeps fit the tree; in the end nothing is left."""
    play_all(submission, history)


@graded("refused-calls-change-nothing")
@settings(max_examples=40)
@given(
    history=histories(ORDINARY_DEEDS, JUMPS, longest=20),
    between=st.lists(misuses(), min_size=25, max_size=25),
)
@example(history=INNER_CLASS, between=DURING_INNER_CLASS)
def test_refused_calls_change_nothing(
    submission: Any, history: History, between: list[list[Misuse]]
) -> None:
    """Each raises the named error, and every later answer is as if it had not been made."""
    for mtu, queue_packets in BAD_LINKS:
        expect_no_link(submission, mtu, queue_packets)
    plain = fresh_session(submission, history, strict=False)
    player = Player(plain)
    for _ in player.play(history):
        pass
    player.drain()
    disturbed = fresh_session(submission, history, strict=False)
    player = Player(disturbed)
    refused: list[MethodCall] = []
    for index, now in enumerate(player.play(history)):
        expect_same_answers(plain.log, disturbed.log, refused)
        for misuse in between[index] if index < len(between) else []:
            for request in misuse.requests(disturbed.model, now):
                disturbed.expect_refused(request)
                refused.append(request)
    player.drain()
    expect_same_answers(plain.log, disturbed.log, refused)
    expect_clock_unmoved(disturbed)
