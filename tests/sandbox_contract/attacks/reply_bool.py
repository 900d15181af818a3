"""Answers with True where 1 is right, and with False where 0 is.

Verdict: FAILED or PROTOCOL
Says: True
Property: countdown-adds-what-is-sent
"""

from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        total = 0
        for left in range(n, 0, -1):
            total += yield True if left == 1 else left
        return total
