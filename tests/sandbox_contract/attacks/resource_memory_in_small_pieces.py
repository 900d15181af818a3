"""Allocates small objects until there is no more, at most 2 GiB.

Verdict: FAILED or CRASHED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        kept = []
        while len(kept) < 2**21:
            kept.append(bytes(1000))
        escaped("2 GiB in small pieces")
