"""Algorithm: safe grants, no needless waits, exclusive units, misuse."""

from collections.abc import Sequence
from typing import Any

from hypothesis import example, given, settings

from exercises.device_allocator.tests.arguments import (
    END_WHILE_WAITING,
    EVERYDAY,
    Claims,
    History,
    any_of,
    border_histories,
    crowded_histories,
    histories,
)
from exercises.device_allocator.tests.misuse import (
    Misuse,
    expect_no_trace,
    misuses,
    wrong_arguments,
)
from exercises.device_allocator.tests.moves import fresh_session, play
from exercises.device_allocator.tests.rules import BAD_HOSTS
from exercises.device_allocator.tests.session import Aspect, expect_no_host
from harness.graded import graded

ANY_HISTORIES = histories(EVERYDAY, (Claims.ANY, Claims.BORDER))
CROWDED = crowded_histories((0, 1, 1, 1, 2))


@graded("grants-are-safe")
@settings(max_examples=100)
@given(history=any_of(border_histories(), border_histories(), ANY_HISTORIES))
@example(history=END_WHILE_WAITING)
def test_grants_are_safe(submission: Any, history: History) -> None:
    """After each grant there is an order in which all sessions can finish."""
    for _ in play(fresh_session(submission, history, Aspect.SAFETY), history):
        pass


@graded("nobody-waits-needlessly")
@settings(max_examples=120)
@given(history=any_of(border_histories(), ANY_HISTORIES, CROWDED, CROWDED))
def test_nobody_waits_needlessly(submission: Any, history: History) -> None:
    """After each call no request of a newcomer waits that could be granted."""
    for _ in play(fresh_session(submission, history, Aspect.NEWCOMERS), history):
        pass


@graded("units-have-one-owner")
@settings(max_examples=60)
@given(history=ANY_HISTORIES)
def test_units_have_one_owner(submission: Any, history: History) -> None:
    """Grants hold what was asked for and was free; holdings() agrees with all of them."""
    session = fresh_session(submission, history, Aspect.OWNERSHIP)
    for number in play(session, history):
        concerned = {number, *session.model.owners.values()}
        for one in sorted(concerned.intersection(session.model.claims)):
            session.expect_holdings(one)


@graded("bad-arguments-are-refused")
@settings(max_examples=60)
@given(history=histories(EVERYDAY, (Claims.ANY,)), between=misuses())
def test_bad_arguments_are_refused(
    submission: Any, history: History, between: Sequence[Sequence[Misuse]]
) -> None:
    """Bad hosts, claims, requests and empty releases raise the named error and change nothing."""
    for host in BAD_HOSTS:
        expect_no_host(submission, host)
    expect_no_trace(submission, history, between, wrong_arguments, Aspect.ARGUMENTS)
