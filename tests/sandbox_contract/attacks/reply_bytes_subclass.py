"""Answers with bytes that are equal to everything.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""


class Equal(bytes):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = bytes.__hash__


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Equal(b"wrong")
