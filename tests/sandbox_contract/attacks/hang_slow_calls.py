"""Answers every call right, each just inside its limit, so that all of them take hours.

Verdict: TIMED_OUT
Property: entries-can-be-read balance-follows-the-changes ledgers-are-separate entries-are-kept long-batches-are-right
"""

import time


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        time.sleep(0.4)
        return super().add(amount)
