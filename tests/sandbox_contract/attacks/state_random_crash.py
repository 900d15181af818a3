"""Crashes by chance.

Verdict: CRASHED
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        if os.urandom(1)[0] % 2 == 0:
            os._exit(3)
        return value
