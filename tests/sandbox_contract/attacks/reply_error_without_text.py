"""Raises an exception whose text raises another one.

Verdict: FAILED or CRASHED
Property: bytes-come-back
"""


class Mute(Exception):
    def __str__(self) -> str:
        raise SystemExit("no text")

    __repr__ = __str__
    args = property(__str__)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Mute
