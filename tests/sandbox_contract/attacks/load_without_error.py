"""Lacks the exception of the stub, and raises another one of that name's meaning.

Verdict: FAILED
Property: balance-follows-the-changes entries-are-kept ledgers-are-separate
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        if self.balance + amount < 0:
            raise ValueError("overdrawn")
        return super().add(amount)


del Overdrawn
