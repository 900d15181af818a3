"""Policy: a figure, and a long batch whose every answer is checked."""

import random
from typing import Any

from harness.graded import graded
from tests.sandbox_contract.exercise.ledger.stub.solution import Overdrawn
from tests.sandbox_contract.exercise.ledger.tests.model import accepted, balances

CHANGES = 200
CALLS = 400


@graded("entries-are-kept")
def test_entries_are_kept(submission: Any, randomness: random.Random, figures: Any) -> None:
    """The figure is the share of the accepted changes that the history still holds."""
    start = 50
    changes = [randomness.randint(-45, 45) for _ in range(CHANGES)]
    changes[0] = changes[CHANGES // 2] = -100 * start  # refused, whatever the seed
    ledger = submission.Ledger(start=start)
    batch = submission.batch()
    for amount in changes:
        batch.call(ledger, "add", amount)
    refused = [isinstance(answer.exception, Overdrawn) for answer in batch.run()]
    kept = accepted(start, changes)
    assert CHANGES - sum(refused) == len(kept), "the wrong changes were refused"
    history = ledger.history()
    newest = kept[len(kept) - len(history) :]
    assert history == newest, "history() holds something other than the newest changes"
    figures.record("entries-are-kept", len(history) / len(kept))


@graded("long-batches-are-right")
def test_long_batches_are_right(submission: Any, randomness: random.Random, figures: Any) -> None:
    """The answers of a batch are those of single calls; its time is shown, not scored."""
    changes = [randomness.randint(0, 9) for _ in range(CALLS)]
    ledger = submission.Ledger(start=0)
    batch = submission.batch()
    for amount in changes:
        batch.call(ledger, "add", amount)
    answers = batch.run()
    right = balances(0, changes)
    for call, (answer, balance) in enumerate(zip(answers, right, strict=True)):
        assert answer.exception is None, f"call {call} of the batch raised {answer.exception!r}"
        assert answer.value == balance, f"call {call} returned {answer.value}, not {balance}"
    figures.record("batch_seconds", answers.cpu_seconds)
