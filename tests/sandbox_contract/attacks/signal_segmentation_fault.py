"""Reads address zero.

Verdict: CRASHED
Says: SIGSEGV
Property: bytes-come-back
"""

import ctypes


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return ctypes.string_at(0)
