"""Spins for ever in a call.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        while True:
            pass
