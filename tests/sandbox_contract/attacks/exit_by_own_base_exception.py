"""Raises an exception that derives from BaseException only.

Verdict: FAILED
Says: Overboard
Property: bytes-come-back
"""


class Overboard(BaseException):
    pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Overboard("over board")
