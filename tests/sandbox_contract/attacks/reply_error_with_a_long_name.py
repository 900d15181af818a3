"""Raises an exception whose name has a million characters.

Verdict: FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise type("N" * 1_000_000, (Exception,), {})
