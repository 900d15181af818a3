"""Is wrong in its ninth object only, so that asking again finds nothing.

Verdict: FAILED
Says: between trials
Property: bytes-come-back
"""

objects = 0


class Ledger(Ledger):
    def __init__(self, start: int) -> None:
        global objects
        objects += 1
        self.mine = objects
        super().__init__(start)

    def echo(self, value: bytes) -> bytes:
        return b"wrong" if self.mine == 9 else value
