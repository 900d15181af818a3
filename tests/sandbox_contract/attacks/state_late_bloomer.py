"""Answers right only after ten calls of a process.

Verdict: FAILED
Property: balance-follows-the-changes long-batches-are-right ledgers-are-separate
"""

calls = 0


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        global calls
        calls += 1
        return super().add(amount) + (calls < 10)
