"""Answers with a list that lies about its length and its items.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes ledgers-are-separate entries-are-kept
"""


class Liar(list):
    def __len__(self) -> int:
        return 3

    def __iter__(self):
        while True:
            yield 0


class Ledger(Ledger):
    def history(self) -> list[int]:
        return Liar([1, 2])
