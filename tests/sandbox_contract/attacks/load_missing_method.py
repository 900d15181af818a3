"""Lacks a method.

Verdict: FAILED or CRASHED
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    echo = property()
