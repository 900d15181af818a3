"""Raises an exception whose name holds a null byte, which no class of the judge may be called.

Verdict: FAILED
Property: bytes-come-back
"""


class Named(type):
    __name__ = property(lambda cls: "a\0b\n::error::\x1b[2J")


class Odd(ValueError, metaclass=Named):
    pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Odd("odd")
