"""The trials of a property: the smallest failure is kept, and shrinking ends by counting."""

from typing import Any

import pytest

from harness.history import Call, History, NoAnswer
from harness.outcomes import Verdict
from harness.properties.failure import MAX_SHRINKING_TRIALS, PropertyRun
from harness.remote.errors import GuestCrashedError, GuestError, GuestRaised, PropertyEnded


def history_of(*sizes: int) -> History:
    """Return calls with arguments of these sizes."""
    return [Call("box", "put", ("x" * size,), {}, "", 0) for size in sizes]


def best_after(*failures: tuple[BaseException, History]) -> Any:
    """Return the failure that is kept of several."""
    run = PropertyRun()
    for error, history in failures:
        run.begin_trial()
        run.failed(error, history)
    return run.best


def test_fewer_calls_are_smaller_then_shorter_arguments() -> None:
    """The shortest history wins, whenever it came."""
    kept = best_after(
        (AssertionError("three"), history_of(1, 1, 1)),
        (AssertionError("two, long"), history_of(9, 9)),
        (AssertionError("two, short"), history_of(1, 1)),
        (AssertionError("two, longer"), history_of(2, 1)),
    )
    assert kept.message == "two, short"
    assert kept.history == history_of(1, 1)


def test_the_history_is_kept_as_it_was() -> None:
    """The next trial's calls do not slip into it."""
    history = history_of(1)
    run = PropertyRun()
    run.failed(AssertionError("no"), history)
    history += history_of(5)
    assert run.best is not None
    assert run.best.history == history_of(1)


def test_shrinking_ends_after_so_many_trials() -> None:
    """And the end of it is not mistaken for a smaller failure."""
    run = PropertyRun()
    for _ in range(10_000):
        run.begin_trial()  # nothing failed yet: no limit
    run.failed(AssertionError("found"), history_of(1, 1))
    for _ in range(MAX_SHRINKING_TRIALS):
        run.begin_trial()
    with pytest.raises(PropertyEnded, match="found") as caught:
        run.begin_trial()
    run.failed(caught.value.cause, [])
    assert run.best is not None
    assert run.best.message == "found"


def raised(name: str, text: str, line: int | None) -> GuestRaised:
    """Return an exception of the solution."""
    error = GuestRaised()
    error.names, error.text, error.line = (name,), text, line
    return error


@pytest.mark.parametrize(
    ("error", "history", "message", "verdict"),
    [
        (AssertionError("1 is not 2"), history_of(1), "1 is not 2", Verdict.FAILED),
        (
            raised("KeyError", "3", 12),
            history_of(1),
            "put('x') raised KeyError: 3 (solution.py, line 12)",
            Verdict.FAILED,
        ),
        (raised("KeyError", "", None), [], "it raised KeyError", Verdict.FAILED),
        (GuestCrashedError("it died"), history_of(1), "put('x'): it died", Verdict.CRASHED),
        (GuestError("not an int"), history_of(1), "not an int", Verdict.FAILED),
        (
            GuestCrashedError("it died"),
            [*history_of(1), Call("box", "put", (), {}, "", NoAnswer("it died", 4))],
            "One of 4 calls made together: it died",
            Verdict.CRASHED,
        ),
    ],
    ids=["assertion", "exception", "exception-at-once", "crash", "wrong-answer", "batch"],
)
def test_the_message_names_the_call(
    error: BaseException, history: History, message: str, verdict: Verdict
) -> None:
    """An assertion speaks for itself; what else went wrong is said with the call it happened in."""
    kept = best_after((error, history))
    assert kept.message == message
    assert kept.verdict is verdict


def passed_over(*, every: int, trials: int = 100) -> list[bool]:
    """Return, for each trial that breaks another rule, whether the property is lost by it."""
    run = PropertyRun()
    lost = []
    for number in range(trials):
        run.begin_trial()
        if number % every == 0:
            lost.append(run.pass_over("add(1) lied") is not None)
    return lost


def test_a_trial_that_breaks_another_rule_is_passed_over() -> None:
    """As long as it is one among others."""
    assert not any(passed_over(every=3))


def test_a_property_that_is_never_seen_to_hold_is_lost() -> None:
    """Else a solution that breaks one rule at once would earn all others."""
    lost = passed_over(every=1)
    assert lost == [False] * 10 + [True] * 90


def test_what_was_lost_stays_lost() -> None:
    """Shrinking meets the same answer again, whatever it tried in between."""
    run = PropertyRun()
    failures = []
    for _ in range(11):
        run.begin_trial()
        failures.append(run.pass_over("add(1) lied"))
    assert str(failures[-1]).startswith("add(1) lied. Most trials end like this one")
    for _ in range(200):
        run.begin_trial()
    assert run.pass_over("add(1) lied") is not None


def test_without_shrinking_the_first_failure_ends_the_property() -> None:
    """A proof wants the verdict, not a small counterexample."""
    run = PropertyRun(shrink=False)
    run.begin_trial()
    run.failed(AssertionError("found"), history_of(1, 1))
    with pytest.raises(PropertyEnded, match="found") as caught:
        run.begin_trial()
    run.failed(caught.value.cause, [])
    assert run.best is not None
    assert (run.best.message, run.best.verdict) == ("found", Verdict.FAILED)
