"""Answers with the bytes of a pickle that runs a command.

Verdict: FAILED
Says: echo
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        return b"cos\nsystem\n(S'touch /tmp/virtlab-contract-unpickled'\ntR."
