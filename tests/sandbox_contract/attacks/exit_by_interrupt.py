"""Raises KeyboardInterrupt, which stops a test runner that meets it.

Verdict: FAILED
Says: KeyboardInterrupt
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise KeyboardInterrupt
