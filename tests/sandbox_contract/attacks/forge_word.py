"""Makes the guest answer with words that mean something elsewhere, or nothing.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import itertools
import sys

words = itertools.cycle(["done", "skipped", "load", "gone", "", "x" * 100_000, 7, None, ["returned"], {"returned": 1}])


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        sys.modules["harness.wire.messages"].RETURNED = next(words)
        return value
