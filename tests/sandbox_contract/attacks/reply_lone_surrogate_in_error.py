"""Raises an exception whose text and name can not be encoded.

Verdict: FAILED
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise type("Na\ud800me", (Exception,), {})("te\ud800xt\udfff")
