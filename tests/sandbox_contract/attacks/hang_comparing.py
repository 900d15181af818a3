"""Returns an object whose comparison, hash, text and length never end.

Verdict: FAILED or PROTOCOL
Says: Endless
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Endless()


class Endless(bytes):
    def spin(self, *_: object) -> object:
        while True:
            pass

    __eq__ = __hash__ = __repr__ = __str__ = __len__ = __iter__ = __getitem__ = __bytes__ = spin
    __getattr__ = __index__ = __format__ = decode = hex = __reduce_ex__ = __bool__ = spin
