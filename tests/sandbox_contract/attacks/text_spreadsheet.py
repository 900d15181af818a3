"""Begins an exception's text like a formula of a spreadsheet.

Verdict: FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise type("=HYPERLINK", (Exception,), {})('=cmd|"/c calc"!A1,100\t+1-1@x')
