"""Waits for somebody to type.

Verdict: FAILED
Says: EOFError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return input("your answer? ").encode()
