"""The oracle: a balance and the accepted amounts, with no code shared with any solution."""

from itertools import accumulate
from typing import Any

from tests.sandbox_contract.exercise.ledger.stub.solution import Overdrawn


def accepted(start: int, changes: list[int]) -> list[int]:
    """Return the changes that a ledger must accept, in order."""
    kept: list[int] = []
    for amount in changes:
        if start + sum(kept) + amount >= 0:
            kept.append(amount)
    return kept


def balances(start: int, kept: list[int]) -> list[int]:
    """Return the balance after each accepted change."""
    return list(accumulate(kept, initial=start))[1:]


def apply(ledger: Any, balance: int, amount: int) -> int:
    """Make one change, check the answer, and return the balance that holds now."""
    try:
        answer = ledger.add(amount)
    except Overdrawn:
        assert balance + amount < 0, f"add({amount}) was refused at a balance of {balance}"
        return balance
    assert balance + amount >= 0, f"add({amount}) was accepted at a balance of {balance}"
    assert answer == balance + amount, (
        f"add({amount}) at a balance of {balance} returned {answer}, not {balance + amount}"
    )
    return balance + amount
