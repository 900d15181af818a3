"""Returns None from every method.

Verdict: FAILED or PROTOCOL or CRASHED
"""


class Ledger:
    def __init__(self, start: int) -> None:
        pass

    def __getattr__(self, name: str) -> object:
        return lambda *_, **__: None
