"""Turns the collector off and makes cycles until the memory is gone, at most 2 GiB.

Verdict: FAILED or CRASHED or TIMED_OUT
Property: bytes-come-back
"""

import gc


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        gc.disable()
        for _ in range(2**21):
            cycle = [bytes(1000)]
            cycle.append(cycle)
        escaped("2 GiB of garbage")
