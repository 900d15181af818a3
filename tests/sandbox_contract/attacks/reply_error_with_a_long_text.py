"""Raises an exception whose text has ten million characters.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError("t" * 10_000_000)
