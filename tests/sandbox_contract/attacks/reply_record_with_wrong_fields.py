"""Answers with an Entry whose fields hold texts.

Verdict: FAILED or PROTOCOL
Property: entries-can-be-read
"""


class Ledger(Ledger):
    def entry(self, index: int) -> Entry:
        entry = super().entry(index)
        return Entry(str(index), str(entry.amount), str(entry.balance))
