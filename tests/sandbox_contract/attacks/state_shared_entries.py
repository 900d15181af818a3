"""Shares the entries between all ledgers.

Verdict: FAILED
Property: balance-follows-the-changes entries-can-be-read ledgers-are-separate
"""

shared: list[Entry] = []


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.entries = shared
