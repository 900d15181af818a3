"""Writes a frame of a million opening brackets.

Verdict: PROTOCOL or TIMED_OUT
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(framed(b"[" * 1_000_000))
        return value
