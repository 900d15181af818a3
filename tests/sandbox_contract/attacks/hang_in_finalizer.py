"""Hangs when the object is given back.

Verdict: TIMED_OUT
Property: bytes-come-back
"""

import time


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        self.echoed = True
        return value

    def __del__(self) -> None:
        if hasattr(self, "echoed"):
            time.sleep(10_000)
