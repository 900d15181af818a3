"""Yields for ever instead of returning.

Verdict: FAILED
Says: countdown ended with
Property: countdown-adds-what-is-sent
"""

from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        while True:
            n -= 1
            yield n + 1
