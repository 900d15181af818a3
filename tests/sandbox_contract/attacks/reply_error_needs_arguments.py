"""Raises a builtin exception that can not be rebuilt from one text.

Verdict: FAILED
Says: UnicodeDecodeError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return b"\xff".decode("utf-8")
