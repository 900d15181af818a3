"""Answers with a list of ten million numbers.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes ledgers-are-separate entries-are-kept
"""


class Ledger(Ledger):
    def history(self) -> list[int]:
        return [0] * 10_000_000
