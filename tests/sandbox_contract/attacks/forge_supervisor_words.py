"""Writes the supervisor's words (hello, gone) to its output and to the judge.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import os

WORDS = (b'c["gone",0,0.0]', b'c["hello",{"python":"3.99"}]', b'["gone",0,0.0]')


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        for word in WORDS:
            for descriptor in (0, 1, 2):
                try:
                    os.write(descriptor, framed(word))
                except OSError:
                    pass
            write_to_judge(framed(word))
        return value
