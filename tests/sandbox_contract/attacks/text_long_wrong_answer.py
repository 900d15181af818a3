"""Gives a wrong list of ninety thousand numbers, which the message of the failure quotes.

Verdict: FAILED
Property: balance-follows-the-changes ledgers-are-separate entries-are-kept
"""


class Ledger(Ledger):
    def history(self) -> list[int]:
        return list(range(90_000))
