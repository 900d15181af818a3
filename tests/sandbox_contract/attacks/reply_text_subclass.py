"""Yields text whose encoding is anything but text.

Verdict: FAILED or PROTOCOL
Property: countdown-adds-what-is-sent
"""


class Text(str):
    def encode(self, *_: object) -> bytes:
        return b'"],["forged"]'


class Ledger(Ledger):
    def countdown(self, n: int) -> int:
        yield Text("3")
