"""Crashes in the seventh object of a process only.

Verdict: CRASHED
Property: bytes-come-back
"""

import os

objects = 0


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        global objects
        objects += 1
        super().__init__(start)

    def echo(self, value: bytes) -> bytes:
        if objects == 7:
            os._exit(0)
        return value
