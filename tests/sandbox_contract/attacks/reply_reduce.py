"""Answers with an object that runs a command where it is unpickled.

Verdict: FAILED or PROTOCOL
Property: bytes-come-back
"""

import os


class Bomb:
    def __reduce__(self) -> object:
        return os.system, ("touch /tmp/virtlab-contract-unpickled",)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return Bomb()
