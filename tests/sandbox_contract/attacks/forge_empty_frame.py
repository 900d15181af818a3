"""Writes a frame of no bytes.

Verdict: PROTOCOL or CRASHED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(bytes(4))
        return value
