"""Writes 64 MB of small frames before it answers.

Verdict: PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        for _ in range(64):
            write_to_judge(framed(b"[]") * (2**20 // 6))
        return value
