"""Writes backwards with marks of direction, spaces of no width and tags.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError("\u202edessap\u202c \u2066x\u2069 \u200b\u200e\ufeff\U000e0041 0\u0301" + "\u0300" * 500)
