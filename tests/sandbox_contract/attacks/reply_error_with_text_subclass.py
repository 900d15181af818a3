"""Raises an exception whose text is a str with methods of its own.

Verdict: FAILED or CRASHED
Property: bytes-come-back
"""


class Text(str):
    def __getitem__(self, _: object) -> object:
        return Text("x" * 10_000_000)

    def encode(self, *_: object) -> object:
        return self

    def decode(self, *_: object) -> object:
        return {"forged": [float("nan")] * 1000}


class Odd(Exception):
    def __str__(self) -> str:
        return Text("odd")


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise Odd
