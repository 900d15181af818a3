"""Lifts the guest's own limits on depth, nodes and numbers, then answers with too much.

Verdict: PROTOCOL or FAILED
Property: bytes-come-back
"""

import sys

values = sys.modules["harness.wire.values"]
values.MAX_DEPTH = values.MAX_NODES = values.MAX_INT_BITS = 10**9


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        answer: list = []
        for _ in range(400):
            answer = [answer]
        return answer
