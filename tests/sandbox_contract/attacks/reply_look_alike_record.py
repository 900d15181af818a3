"""Answers with an object that has the name and the fields of Entry but is none.

Verdict: FAILED or PROTOCOL
Says: Entry
Property: entries-can-be-read
"""

Genuine = Entry


class Ledger(Ledger):
    def entry(self, index: int) -> Genuine:
        entry = super().entry(index)
        return type("Entry", (), {"index": index, "amount": entry.amount, "balance": entry.balance})()
