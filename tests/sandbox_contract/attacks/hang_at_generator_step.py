"""Waits for ever before the last step.

Verdict: TIMED_OUT
Says: send(
Property: countdown-adds-what-is-sent
"""

import time
from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        total = yield from super().countdown(n)
        time.sleep(10_000)
        return total
