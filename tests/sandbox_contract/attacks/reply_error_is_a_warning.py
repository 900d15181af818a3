"""Raises a warning, which a test runner may turn into something else.

Verdict: FAILED
Says: DeprecationWarning
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise DeprecationWarning("this solution is deprecated")
