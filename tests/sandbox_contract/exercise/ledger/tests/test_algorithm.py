"""Algorithm: the balance, the entries, the bytes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.graded import graded
from tests.sandbox_contract.exercise.ledger.stub.solution import Entry
from tests.sandbox_contract.exercise.ledger.tests.arguments import FEW_TRIALS, histories, starts
from tests.sandbox_contract.exercise.ledger.tests.model import accepted, apply, balances


@graded("balance-follows-the-changes")
@FEW_TRIALS
@given(start=starts, changes=histories())
def test_balance_follows_the_changes(submission: Any, start: int, changes: list[int]) -> None:
    """Single calls: each answer is the model's, and a refused change leaves no trace."""
    ledger = submission.Ledger(start=start)
    balance = start
    for amount in changes:
        balance = apply(ledger, balance, amount)
    kept = accepted(start, changes)
    answer = ledger.history()
    assert answer == kept, f"history() returned {answer}, not {kept}"


@graded("entries-can-be-read")
@FEW_TRIALS
@given(start=starts, changes=histories(least=2))
def test_entries_can_be_read(submission: Any, start: int, changes: list[int]) -> None:
    """Every entry comes back as a dataclass; an index past the end is an IndexError."""
    ledger = submission.Ledger(start=start)
    kept = accepted(start, changes)
    for amount in kept:
        ledger.add(amount)
    for index, (amount, balance) in enumerate(zip(kept, balances(start, kept), strict=True)):
        right = Entry(index, amount, balance)
        answer = ledger.entry(index)
        assert answer == right, f"entry({index}) returned {answer}, not {right}"
    with pytest.raises(IndexError):
        ledger.entry(len(kept))


@graded("bytes-come-back")
@FEW_TRIALS
@given(values=st.lists(st.binary(max_size=64), min_size=1, max_size=3))
def test_bytes_come_back(submission: Any, values: list[bytes]) -> None:
    """Echo is the identity; the answers are looked at once all of them are there."""
    ledger = submission.Ledger(start=0)
    answers = [ledger.echo(value) for value in values]
    for value, answer in zip(values, answers, strict=True):
        assert answer == value, f"echo({value!r}) returned {answer!r}"
