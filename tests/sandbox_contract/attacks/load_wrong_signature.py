"""Has a method that takes other arguments.

Verdict: FAILED
Says: TypeError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self) -> bytes:
        return b""
