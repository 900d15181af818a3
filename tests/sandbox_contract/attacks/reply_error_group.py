"""Raises a group of exceptions, nested.

Verdict: FAILED
Says: ExceptionGroup
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ExceptionGroup("many", [ValueError("one"), ExceptionGroup("more", [OSError(2, "two")])])
