"""Leaves with status 0 from the constructor.

Verdict: FAILED
Says: SystemExit
"""


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        raise SystemExit
