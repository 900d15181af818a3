"""Calls that must be refused: what passes, what fails, and in which words."""

from collections.abc import Callable, Sequence
from functools import partial

import pytest

from harness.refusals import (
    MOST_SHOWN,
    MethodCall,
    Refusal,
    expect_not_made,
    expect_refused,
    expect_same_answers,
    last_of,
    misuse_everything,
)

NAMED = (KeyError, ValueError)
REFUSAL = Refusal(ValueError, "a weight is at least 1")
CALL = MethodCall("weigh", (3, 0))


class Scheduler:
    """Answers a call with what it was made with."""

    def __init__(self, outcome: object) -> None:
        self._outcome = outcome

    def weigh(self, _task: int, _weight: int) -> object:
        """Raise or return the outcome."""
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def test_the_right_exception_is_a_refusal() -> None:
    """Nothing is raised then."""
    expect_refused(Scheduler(ValueError()), CALL, REFUSAL, NAMED)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (7, r"^weigh\(3, 0\) returned 7; it must raise ValueError: a weight is at least 1$"),
        (KeyError(), r"^weigh\(3, 0\) raised KeyError; it must raise ValueError: a weight"),
    ],
)
def test_other_outcomes_fail(outcome: object, words: str) -> None:
    """The message says what was called, what came back and what is right."""
    with pytest.raises(AssertionError, match=words):
        expect_refused(Scheduler(outcome), CALL, REFUSAL, NAMED)


def test_an_unnamed_exception_is_left_to_the_caller() -> None:
    """What the interface does not know fails the property in the harness's own words."""
    with pytest.raises(ZeroDivisionError):
        expect_refused(Scheduler(ZeroDivisionError()), CALL, REFUSAL, NAMED)


def test_a_right_call_can_not_be_expected_to_be_refused() -> None:
    """That is the test's mistake, not the solution's."""
    with pytest.raises(ValueError, match="need not be refused"):
        expect_refused(Scheduler(1), CALL, None, NAMED)


def test_what_must_not_be_made() -> None:
    """ValueError is right; an object is not."""
    expect_not_made(partial(int, "x"), "int('x')", "x is no digit")
    with pytest.raises(AssertionError, match=r"int\('7'\) was accepted; it must raise ValueError"):
        expect_not_made(partial(int, "7"), "int('7')", "it must not be")


def test_runs_are_compared_as_far_as_both_have_come() -> None:
    """A longer plain run is no difference; another answer or another call is."""
    first, second = MethodCall("pick", (0,)), MethodCall("pick", (1,))
    plain = [(first, 5), (second, 6)]
    expect_same_answers(plain, plain[:1], [CALL])
    for other in ([(first, 4)], [(second, 5)]):
        with pytest.raises(AssertionError, match=r"after calls that were refused: weigh\(3, 0\)"):
            expect_same_answers(plain, other, [CALL])


def test_only_the_last_of_many_calls_are_named() -> None:
    """Dots stand for the others."""
    assert last_of([]) == "none"
    assert last_of(range(MOST_SHOWN)) == ", ".join(map(str, range(MOST_SHOWN)))
    assert last_of(range(MOST_SHOWN + 1)).startswith("..., 1, 2")


def test_a_misuse_that_fails_is_repeated_alone() -> None:
    """The last trial holds nothing but it, so that the student reads one call."""
    trials: list[list[int]] = []

    def misuses() -> Sequence[Callable[[], object]]:
        trials.append([])
        return [partial(attempt, number) for number in range(4)]

    def attempt(number: int) -> None:
        trials[-1].append(number)
        assert number != 2

    with pytest.raises(AssertionError):
        misuse_everything(misuses)
    assert trials == [[0, 1, 2], [2]]
