"""Raises an exception whose class lies about its name and its ancestors.

Verdict: FAILED or CRASHED
Property: bytes-come-back
"""


class Hostile(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: 1 / 0)

    def mro(cls) -> list[type]:
        return [cls, BaseException, Exception, object] if False else type.mro(cls)


class Lying(Exception, metaclass=Hostile):
    pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Lying("what am I?")
