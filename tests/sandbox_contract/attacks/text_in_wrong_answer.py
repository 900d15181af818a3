"""Hides hostile text in a wrong answer, which the message of the failure quotes.

Verdict: FAILED
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return b"\x1b[2J::error::<script>" + b"A" * 1_000_000
