"""Writes a reply with a guessed id to the judge's socket, then answers.

Verdict: PROTOCOL
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        write_to_judge(framed(b'["1","returned",{"b":""},""]'))
        return value
