"""Recurses through C code until the machine stack is gone.

Verdict: CRASHED or FAILED or TIMED_OUT
Property: bytes-come-back
"""

import functools
import sys

sys.setrecursionlimit(2**31 - 1)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        call = bytes
        for _ in range(100_000):
            call = functools.partial(map, call)
        return repr(call).encode()
