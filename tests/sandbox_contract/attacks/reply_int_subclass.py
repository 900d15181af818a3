"""Answers with an int that is equal to everything.

Verdict: FAILED or PROTOCOL
Property: balance-follows-the-changes entries-can-be-read entries-are-kept ledgers-are-separate long-batches-are-right
"""


class Equal(int):
    def __eq__(self, other: object) -> bool:
        return True

    __ne__ = __lt__ = __gt__ = lambda self, other: False
    __hash__ = None


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        super().add(amount)
        return Equal(7)
