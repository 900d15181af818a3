"""Writes a float of four million digits where its reply goes.

Verdict: PROTOCOL or TIMED_OUT
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(framed(b"0." + b"123456789" * 400_000))
        return value
