"""Raises AssertionError with the text of a test that passed.

Verdict: FAILED
Says: AssertionError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise AssertionError("PASSED: 100 points")
