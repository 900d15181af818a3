"""Announces a frame of 4 GiB.

Verdict: PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(b"\xff\xff\xff\xff")
        return value
