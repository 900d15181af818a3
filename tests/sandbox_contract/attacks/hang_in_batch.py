"""Hangs in the middle of a batch.

Verdict: TIMED_OUT
Says: together
Property: entries-are-kept long-batches-are-right
"""

import time


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        if len(self.entries) > 90:
            time.sleep(10_000)
        return super().add(amount)
