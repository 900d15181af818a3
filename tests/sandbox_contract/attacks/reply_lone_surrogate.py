"""Answers with text that no report can be written with.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return "\ud800" * 3
