"""Hangs in the first call only; asked again it answers right.

Verdict: TIMED_OUT or FAILED
Property: bytes-come-back
"""

import time

calls = 0


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        global calls
        calls += 1
        if calls == 5:
            time.sleep(10_000)
        return value
