"""Answers right in even milliseconds.

Verdict: FAILED
Property: bytes-come-back
"""

import time


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return value if time.monotonic_ns() // 1_000_000 % 2 else b"odd"
