"""Answers with an object whose class has a name, a hash and a text that raise.

Verdict: FAILED or PROTOCOL or CRASHED
Property: bytes-come-back
"""


class Hostile(type):
    def __getattribute__(cls, name: str) -> object:
        raise SystemExit(name)

    def refuse(cls, *_: object) -> object:
        raise SystemExit("no")

    __repr__ = __str__ = __hash__ = __eq__ = __instancecheck__ = refuse


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Hostile("Thing", (), {})()
