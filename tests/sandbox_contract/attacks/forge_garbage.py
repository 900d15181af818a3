"""Writes ten kilobytes that are no frame.

Verdict: PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(bytes(range(1, 255)) * 40)
        return value
