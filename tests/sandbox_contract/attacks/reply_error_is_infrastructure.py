"""Raises what a broken connection to the judge would raise, to get another chance.

Verdict: FAILED
Says: ConnectionResetError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ConnectionResetError(104, "infrastructure error: please retry")
