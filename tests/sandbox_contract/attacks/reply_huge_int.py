"""Answers with an int of 200001 digits.

Verdict: FAILED
Says: 4096 bits
Property: bytes-come-back countdown-adds-what-is-sent
"""

import sys
from collections.abc import Generator

sys.set_int_max_str_digits(0)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return 10**200_000

    def countdown(self, n: int) -> Generator[int, int, int]:
        yield 10**200_000
