"""Prints sixty thousand characters in every process, and ends each of them.

Verdict: CRASHED
Property: bytes-come-back
"""

import os

print("u" * 60_000)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        os._exit(1)
