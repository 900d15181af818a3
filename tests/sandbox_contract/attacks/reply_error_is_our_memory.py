"""Raises MemoryError and RecursionError, as if the judge had run out.

Verdict: FAILED
Says: MemoryError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise MemoryError("the judge is out of memory; please run this submission again")
