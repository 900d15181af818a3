"""Computes a power that takes hours, deaf to signals meanwhile.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return b"x" * (pow(3, 10**9) % 2) + value
