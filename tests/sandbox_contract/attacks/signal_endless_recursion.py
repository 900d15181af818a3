"""Recurses for ever with no limit set.

Verdict: CRASHED or FAILED or TIMED_OUT
Property: bytes-come-back
"""

import sys


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        sys.setrecursionlimit(2**31 - 1)
        return self.echo(value)
