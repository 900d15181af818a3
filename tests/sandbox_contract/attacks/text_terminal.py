"""Puts terminal sequences into an exception: clear the screen, set the title, answer back.

Verdict: FAILED
Says: ValueError
Property: bytes-come-back
"""


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        raise ValueError("\x1b[2J\x1b[H\x1b]0;PASSED\x07\x1b[31m\x9b5n\x1bP+q\x1b\\ 100 points \x08\x08\x7f\r\n\x00")
