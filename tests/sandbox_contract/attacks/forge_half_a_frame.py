"""Writes half of a frame, then sleeps.

Verdict: TIMED_OUT
Property: bytes-come-back
"""

import time


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(b"\x00\x00\x10\x00[1,")
        time.sleep(10_000)
        return value
