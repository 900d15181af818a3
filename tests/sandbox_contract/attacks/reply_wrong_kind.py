"""Answers with a class, a function, a module, a set.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""

import itertools
import os

kinds = itertools.cycle([Ledger, len, os, {1}, object(), range(3), 1j, ...])


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return next(kinds)
