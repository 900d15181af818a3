"""Puts /dev/null in the place of the judge's socket.

Verdict: CRASHED or TIMED_OUT
Property: bytes-come-back
"""

import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        null = os.open(os.devnull, os.O_RDWR)
        for descriptor in judge_sockets():
            os.dup2(null, descriptor)
        return value
