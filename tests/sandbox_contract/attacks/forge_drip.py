"""Writes a frame byte by byte, each before the patience of a careless reader ends.

Verdict: TIMED_OUT
Property: bytes-come-back
"""

import time


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        for byte in b"\x00\x00\x01\x00" + b" " * 256:
            write_to_judge(bytes([byte]))
            time.sleep(0.1)
        return value
