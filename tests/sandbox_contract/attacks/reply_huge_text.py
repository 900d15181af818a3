"""Answers with 200 MB of text where bytes are due.

Verdict: FAILED or PROTOCOL or CRASHED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return "x" * 50_000_000
