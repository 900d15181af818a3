"""Closes every descriptor.

Verdict: CRASHED
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        os.closerange(0, 4096)
        return value
