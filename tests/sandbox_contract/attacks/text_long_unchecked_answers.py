"""Gives three answers of two megabytes before anybody looks at one.

Verdict: FAILED
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return b"\0" * 2_000_000
