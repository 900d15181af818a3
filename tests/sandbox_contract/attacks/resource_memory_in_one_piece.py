"""Asks for 2 GiB at once and touches them.

Verdict: FAILED
Says: MemoryError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        self.block = bytearray(2 * 2**30)
        self.block[:: 4096] = b"x" * (2 * 2**30 // 4096)
        return value
