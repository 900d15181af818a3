"""Lifts the guest's limit on frames and answers with 20 MB.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import sys

for name in ("harness.guest.child", "harness.wire.frames", "harness.guest.supervisor"):
    sys.modules[name].OUTWARD_LIMIT_BYTES = 2**40


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return bytes(15_000_000)
