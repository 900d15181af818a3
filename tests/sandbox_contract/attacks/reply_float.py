"""Answers with 5.0 where 5 is right.

Verdict: FAILED or PROTOCOL
Says: the stub promises int
Property: balance-follows-the-changes entries-can-be-read entries-are-kept ledgers-are-separate long-batches-are-right
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        return float(super().add(amount))
