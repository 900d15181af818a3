"""Mechanism: races within one tick, new weights, reused ids, refused calls."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from exercises.process_scheduler.tests.arguments import Deed, History, histories
from exercises.process_scheduler.tests.drift import Drift
from exercises.process_scheduler.tests.misuse import (
    BAD_MACHINES,
    DURING_FOUR_EQUALS,
    FOUR_EQUALS,
    Misuse,
    expect_clock_unmoved,
    expect_no_machine,
    misuses,
    with_closing_picks,
)
from exercises.process_scheduler.tests.moves import fresh_session, play
from exercises.process_scheduler.tests.runs import start, watch
from exercises.process_scheduler.tests.scenarios import (
    BOTH_RAISED,
    CREDIT_FROM_BEFORE,
    DEBT_FROM_BEFORE,
    reused_ids,
    reweighted_sets,
    with_examples,
)
from exercises.process_scheduler.workloads.plan import Scenario
from harness.graded import graded
from harness.refusals import MethodCall, expect_same_answers

RACY_DEEDS = (
    *(Deed.ADD, Deed.ADD, Deed.BLINK, Deed.BLINK, Deed.STORM, Deed.WAKE, Deed.REPLACE),
    *(Deed.BLOCK_RUNNING, Deed.BLOCK_QUEUED, Deed.EXIT, Deed.EXIT_RUNNING),
    *(Deed.PICK, Deed.PICK, Deed.TICK, Deed.REWEIGHT, Deed.RUNTIME),
)
RACY_JUMPS = (0, 0, 0, 0, 0, 1, 2, 7)
MANY_EQUALS = (*(Deed.ADD,) * 5, *(Deed.PICK,) * 3, *Deed)
JUMPS = (0, 0, 1, 1, 2, 3, 5, 12)


@graded("nothing-is-lost-within-a-tick")
@settings(max_examples=100)
@given(history=histories(RACY_DEEDS, RACY_JUMPS))
def test_nothing_is_lost_within_a_tick(submission: Any, history: History) -> None:
    """Block and wake, exits, storms and repeated picks in one tick fit the state machine."""
    session = fresh_session(submission, history)
    for _ in play(session, history):
        pass
    session.check_runtimes()


@graded("new-weights-count-at-once")
@settings(max_examples=40)
@given(scenario=reweighted_sets())
@with_examples(BOTH_RAISED)
def test_new_weights_count_at_once(submission: Any, scenario: Scenario) -> None:
    """From each new weight on, every pair stays within the drift bound."""
    watch(submission, scenario, 160, Drift(scenario.slice_ticks))


@graded("a-reused-id-is-a-new-task")
@settings(max_examples=40)
@given(scenario=reused_ids())
@with_examples(CREDIT_FROM_BEFORE, DEBT_FROM_BEFORE)
def test_a_reused_id_is_a_new_task(submission: Any, scenario: Scenario) -> None:
    """A new task of an old id has used nothing, and shares evenly with one of equal weight."""
    slice_ticks, (_, other, again) = scenario.slice_ticks, scenario.plans
    ticks = 20 * slice_ticks
    scheduler, simulation = start(submission, scenario)
    ran = {again.task: 0, other.task: 0}
    for moment in simulation.run(again.arrival + ticks):
        if moment.now < scenario.start + again.arrival:
            continue
        if moment.now == scenario.start + again.arrival:
            used = scheduler.runtime(moment.now, again.task)
            assert used == 0, (
                f"runtime({moment.now}, {again.task}) returned {used}, but the id was added again in"
                f" this tick: it is a new task and has used nothing"
            )
        for task in ran:
            ran[task] += task in moment.running
    difference = abs(ran[again.task] - ran[other.task])
    assert difference <= 8 * slice_ticks, (
        f"Task {again.task} exited and its id was added again at tick"
        f" {scenario.start + again.arrival}, with the weight of task {other.task}. In the {ticks}"
        f" ticks from then on it ran {ran[again.task]}, the other one {ran[other.task]}; the"
        f" difference may be 8 q = {8 * slice_ticks} at most.\n{simulation.story()}"
    )


@graded("refused-calls-change-nothing")
@settings(max_examples=60)
@given(
    history=histories(MANY_EQUALS, JUMPS, longest=30, weights=(1, 1, 1, 2)),
    between=st.lists(misuses(), min_size=30, max_size=30),
)
@example(history=FOUR_EQUALS, between=DURING_FOUR_EQUALS)
def test_refused_calls_change_nothing(
    submission: Any, history: History, between: list[list[Misuse]]
) -> None:
    """Each raises the named error, and every later answer is as if it had not been made."""
    for cpus, slice_ticks in BAD_MACHINES:
        expect_no_machine(submission, cpus, slice_ticks)
    history = with_closing_picks(history)
    plain = fresh_session(submission, history)
    for _ in play(plain, history):
        pass
    disturbed = fresh_session(submission, history)
    refused: list[MethodCall] = []
    for index, now in enumerate(play(disturbed, history)):
        expect_same_answers(plain.log, disturbed.log, refused)
        for misuse in between[index] if index < len(between) else []:
            request = misuse.request(disturbed.model, now)
            disturbed.expect_refused(request)
            refused.append(request)
    expect_same_answers(plain.log, disturbed.log, refused)
    expect_clock_unmoved(disturbed)
