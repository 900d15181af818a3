"""Makes the guest describe an exception by things that are no description.

Verdict: PROTOCOL
Property: balance-follows-the-changes entries-can-be-read bytes-come-back entries-are-kept ledgers-are-separate
"""

import itertools
import sys

shapes = itertools.cycle([[], ["a"], [[], "", 0, 0], [["E"] * 5000, "t", 1, 1], [["E"], "t", "line", 1], None, 3])
sys.modules["harness.guest.serve"].describe = lambda error: next(shapes)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError
