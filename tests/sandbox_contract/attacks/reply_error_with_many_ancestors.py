"""Raises an exception with three hundred ancestors.

Verdict: FAILED
Property: bytes-come-back
"""

kind = Exception
for number in range(300):
    kind = type(f"Ancestor{number}", (kind,), {})


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise kind("old family")
