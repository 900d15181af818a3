"""Algorithm: placements, admission, the division of time, misuse."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from hypothesis import example, given, settings

from exercises.processor_allocator.stub.solution import UNIT, Machine
from exercises.processor_allocator.tests.arguments import Deed, History, histories
from exercises.processor_allocator.tests.contention import (
    HUGE,
    Contention,
    contentions,
    divide_all,
)
from exercises.processor_allocator.tests.misuse import BAD_HOSTS, misuses
from exercises.processor_allocator.tests.moves import play
from exercises.processor_allocator.tests.rules import Aspect
from harness.graded import graded
from harness.refusals import expect_not_made, misuse_everything

PLAIN_DEEDS = (Deed.ADMIT, Deed.ADMIT, Deed.ADMIT, Deed.REMOVE)
JUMPS = (0, 0, 1, 3)
MISUSED_AFTER = 6
TWO_SATURATE = Contention(
    2,
    (
        Machine("m0", 1, 800, UNIT, 1),
        Machine("m1", 2, 0, 2 * UNIT, 1),
        Machine("m2", 1, 0, 300, 2),
    ),
    ((HUGE, HUGE, HUGE), (HUGE, 0, HUGE), (100, HUGE, 0)),
    1,
)
"""The handout's example: a floor, a ceiling, and one in between."""


@graded("placements-keep-the-reservations")
@settings(max_examples=80)
@given(history=histories(PLAIN_DEEDS, JUMPS))
def test_placements_keep_the_reservations(submission: Any, history: History) -> None:
    """Every placement has room for each virtual processor, on processors of its own."""
    play(submission, history, Aspect.PLACE)


@graded("nobody-is-refused-without-need")
@settings(max_examples=80)
@given(history=histories(PLAIN_DEEDS, JUMPS))
def test_nobody_is_refused_without_need(submission: Any, history: History) -> None:
    """CapacityError comes only where rule R3 says so, and free() is exact."""
    session = play(submission, history, Aspect.ROOM, Aspect.FREE, Aspect.RUNNING)
    session.expect_free(session.model.now)


@graded("division-keeps-its-bounds")
@settings(max_examples=70)
@given(contention=contentions())
@example(contention=TWO_SATURATE)
def test_division_keeps_its_bounds(submission: Any, contention: Contention) -> None:
    """Everybody gets between floor and ceiling, and all together exactly what there is."""
    divide_all(submission, contention, Aspect.BOUNDS)


@graded("division-is-max-min-fair")
@settings(max_examples=90)
@given(contention=contentions())
@example(contention=TWO_SATURATE)
def test_division_is_max_min_fair(submission: Any, contention: Contention) -> None:
    """Everybody gets the weighted max-min share, to less than a milli-processor."""
    divide_all(submission, contention, Aspect.FAIRNESS)


@graded("misuse-is-refused")
@settings(max_examples=20)
@given(history=histories(PLAIN_DEEDS, JUMPS))
def test_misuse_is_refused(submission: Any, history: History) -> None:
    """Bad hosts, machines, demands, names and times raise the named exception and change nothing."""
    for nodes in BAD_HOSTS:
        submission.begin_trial()
        expect_not_made(
            partial(submission.ProcessorAllocator, list(nodes)),
            f"ProcessorAllocator({list(nodes)})",
            "there is a node, and each has at least one processor",
        )

    # A short one: longer histories fall to defects that others judge.
    beginning = replace(history, steps=history.steps[:MISUSED_AFTER])

    def start() -> Sequence[Callable[[], object]]:
        submission.begin_trial()
        return misuses(play(submission, beginning, Aspect.MISUSE, Aspect.CLASH, Aspect.TRACE))

    misuse_everything(start)
