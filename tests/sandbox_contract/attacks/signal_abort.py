"""Aborts.

Verdict: CRASHED
Says: signal
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        os.abort()
