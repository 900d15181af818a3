"""Builds its objects by a metaclass that hands out something else.

Verdict: FAILED or CRASHED or PROTOCOL
"""


class Maker(type):
    def __call__(cls, *_: object, **__: object) -> object:
        return 7


class Ledger(Ledger, metaclass=Maker):
    pass
