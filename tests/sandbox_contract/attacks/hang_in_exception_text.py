"""Raises an exception whose text is never ready.

Verdict: TIMED_OUT
Property: bytes-come-back
"""


class Endless(Exception):
    def __str__(self) -> str:
        while True:
            pass

    __repr__ = __str__


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Endless
