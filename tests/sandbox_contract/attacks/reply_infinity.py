"""Answers with infinity.

Verdict: FAILED or PROTOCOL
Property: countdown-adds-what-is-sent
"""

from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        yield float("inf")
