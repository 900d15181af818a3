"""Puts a list, a number and a million characters where the prints of a reply go.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import itertools
import sys

odd = itertools.cycle([["a", "list"], 7, None, "p" * 1_000_000, {"d": []}])


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        type(sys.stdout).take = lambda self: next(odd)
        return value
