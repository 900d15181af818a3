"""Answers with a list nested 50000 deep.

Verdict: FAILED or PROTOCOL or CRASHED
Property: balance-follows-the-changes ledgers-are-separate entries-are-kept
"""


class Ledger(Ledger):
    def history(self) -> list[int]:
        nest = []
        for _ in range(50_000):
            nest = [nest]
        return nest
