"""Leaves from the hundredth call of a batch, hoping that the rest counts as answered.

Verdict: FAILED
Says: SystemExit
Property: entries-are-kept long-batches-are-right
"""


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        if len(self.entries) > 90:
            raise SystemExit(0)
        return super().add(amount)
