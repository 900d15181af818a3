"""Answers with an object that is equal to everything.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""


class Equal:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Equal()
