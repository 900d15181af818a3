"""Answers with an object whose __class__ says bytes.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""


class Pretender:
    __class__ = bytes

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Pretender()
