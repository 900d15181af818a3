"""Leaves with status 0 in the middle of a call.

Verdict: FAILED
Says: SystemExit
Property: bytes-come-back
"""

import sys


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        sys.exit(0)
