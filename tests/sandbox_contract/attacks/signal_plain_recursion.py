"""Recurses for ever, as an honest beginner does.

Verdict: FAILED
Says: RecursionError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return self.echo(value)
