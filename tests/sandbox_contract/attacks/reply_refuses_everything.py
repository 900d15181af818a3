"""Calls every change overdrawn, to keep an easy history.

Verdict: FAILED
Property: balance-follows-the-changes entries-can-be-read entries-are-kept ledgers-are-separate long-batches-are-right
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        raise Overdrawn
