"""Writes a frame that is one number of four million digits.

Verdict: PROTOCOL or TIMED_OUT
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(framed(b"9" * 4_000_000))
        return value
