"""Answers with NaN, which is on no side of any comparison.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes entries-can-be-read entries-are-kept ledgers-are-separate long-batches-are-right
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        return float("nan")
