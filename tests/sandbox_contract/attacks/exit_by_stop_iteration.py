"""Raises StopIteration from a plain call, which ends a loop that meets it.

Verdict: FAILED
Says: StopIteration
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise StopIteration(value)
