"""Has one object for its main class, which hands itself out again and again.

Verdict: FAILED
Property: balance-follows-the-changes entries-can-be-read ledgers-are-separate
"""


class Single(Ledger):
    def __call__(self, start: int) -> "Single":
        self.balance = start
        return self


Ledger = Single(0)
