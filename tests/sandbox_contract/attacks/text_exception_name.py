"""Raises an exception whose name is a line of a report.

Verdict: FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise type("Passed\n::error::x\n# 100 points\x1b[2J", (Exception,), {})("text")
