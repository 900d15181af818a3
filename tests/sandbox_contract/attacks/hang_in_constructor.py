"""Waits for ever in the constructor.

Verdict: TIMED_OUT
Says: Ledger(
"""

import time


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        time.sleep(10_000)
