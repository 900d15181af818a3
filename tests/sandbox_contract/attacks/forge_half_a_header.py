"""Writes two bytes of a header, then leaves.

Verdict: CRASHED
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(b"\x00\x00")
        os._exit(0)
