"""Sleeps for ever in a call.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""

import time


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        time.sleep(10_000)
        return value
