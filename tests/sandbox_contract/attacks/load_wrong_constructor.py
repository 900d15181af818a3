"""Has a constructor that takes other arguments.

Verdict: FAILED or CRASHED
Says: TypeError
"""


class Ledger(Ledger):
    def __init__(self) -> None:
        super().__init__(0)
