"""Backtracks without end.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""

import re


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        re.match(rb"(a+)+$", b"a" * 64 + b"b")
        return value
