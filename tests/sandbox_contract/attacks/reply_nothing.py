"""Does nothing at all, as the stub.

Verdict: FAILED
"""


class Ledger:
    def __init__(self, start: int) -> None:
        pass

    def add(self, *_: object) -> object:
        raise NotImplementedError

    history = entry = countdown = echo = add
