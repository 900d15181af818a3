"""Answers with an Entry from which a field was deleted.

Verdict: FAILED or PROTOCOL or CRASHED
Property: entries-can-be-read
"""


class Ledger(Ledger):
    def entry(self, index: int) -> Entry:
        entry = super().entry(index)
        object.__delattr__(entry, "balance")
        return entry
