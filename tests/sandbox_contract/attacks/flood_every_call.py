"""Prints 30 kB in every call, so that the sum of all prints is large.

Verdict: PASSED
"""


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        print("w" * 30_000)
        super().__init__(start)

    def add(self, amount: int) -> int:
        print("w" * 30_000)
        return super().add(amount)
