"""Answers with an int of 200001 digits.

Verdict: FAILED or TIMED_OUT
"""

import sys

sys.set_int_max_str_digits(0)


class Ledger(Ledger):
    def add(self, amount: int) -> int:
        return 10**200_000

    def echo(self, value: bytes) -> bytes:
        return 10**200_000

    def countdown(self, n: int) -> int:
        yield 10**200_000
