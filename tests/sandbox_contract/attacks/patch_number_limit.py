"""Lifts the guest's limit on numbers and answers with 20000 bits, as text of 6000 digits.

Verdict: PROTOCOL or FAILED
Property: countdown-adds-what-is-sent
"""

import sys
from collections.abc import Generator

sys.modules["harness.wire.values"].MAX_INT_BITS = 10**9
sys.set_int_max_str_digits(0)


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        yield 2**20_000
