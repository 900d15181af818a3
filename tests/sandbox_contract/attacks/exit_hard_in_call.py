"""Ends the process with status 0 in the middle of a call.

Verdict: CRASHED
Says: exited with code 0
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        os._exit(0)
