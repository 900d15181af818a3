"""Answers by chance: right half of the time.

Verdict: FAILED
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return value if os.urandom(1)[0] % 2 else b"wrong"
