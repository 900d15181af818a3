"""Makes the guest call a return a yield, and a yield a return.

Verdict: PROTOCOL
Property: bytes-come-back countdown-adds-what-is-sent
"""

import sys


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        sys.modules["harness.wire.messages"].RETURNED = "yielded"
        return value

    def countdown(self, n: int) -> int:
        sys.modules["harness.wire.messages"].YIELDED = "returned"
        yield n
