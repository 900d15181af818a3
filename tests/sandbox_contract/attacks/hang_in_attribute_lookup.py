"""Looks up its own methods for ever.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def __getattribute__(self, name: str) -> object:
        while name == "echo":
            pass
        return object.__getattribute__(self, name)
