"""Answers with 60 MB of bytes.

Verdict: FAILED or PROTOCOL or CRASHED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return bytes(60_000_000)
