"""Leaves from a step of a generator.

Verdict: FAILED
Says: SystemExit
Property: countdown-adds-what-is-sent
"""

from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        yield n
        raise SystemExit(0)
