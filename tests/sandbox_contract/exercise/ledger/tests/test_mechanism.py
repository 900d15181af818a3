"""Mechanism: steps of a generator, and two objects side by side."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.graded import graded
from harness.remote.proxy import Finished, Yielded
from tests.sandbox_contract.exercise.ledger.tests.arguments import FEW_TRIALS, histories
from tests.sandbox_contract.exercise.ledger.tests.model import accepted, apply


@graded("countdown-adds-what-is-sent")
@FEW_TRIALS
@given(
    sent=st.integers(1, 10).flatmap(lambda n: st.lists(st.integers(0, 9), min_size=n, max_size=n))
)
def test_countdown_adds_what_is_sent(submission: Any, sent: list[int]) -> None:
    """Each step yields the next number; the value after the last one is the sum."""
    steps = submission.Ledger(start=0).countdown(len(sent))
    answer = steps.resume(None)
    for left, value in zip(range(len(sent), 0, -1), sent, strict=True):
        assert answer == Yielded(left), f"countdown gave {answer}, not the number {left}"
        answer = steps.resume(value)
    assert answer == Finished(sum(sent)), f"countdown ended with {answer}, not with {sum(sent)}"


@graded("ledgers-are-separate")
@FEW_TRIALS
@given(changes=histories(least=4))
def test_ledgers_are_separate(submission: Any, changes: list[int]) -> None:
    """Two ledgers, used in turns, answer as each would alone."""
    ledgers = [submission.Ledger(start=100), submission.Ledger(start=0)]
    balances = [100, 0]
    for turn, amount in enumerate(changes):
        which = turn % 2
        balances[which] = apply(ledgers[which], balances[which], amount)
    for which, start in enumerate((100, 0)):
        right = accepted(start, changes[which::2])
        answer = ledgers[which].history()
        assert answer == right, f"ledger {which}: history() returned {answer}, not {right}"
