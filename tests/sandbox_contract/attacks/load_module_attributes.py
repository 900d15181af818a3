"""Answers every look-up in its module.

Verdict: PASSED or CRASHED or FAILED
"""

Hidden = Ledger
del Ledger


def __getattr__(name: str) -> object:
    return Hidden if name == "Ledger" else lambda *_, **__: True
