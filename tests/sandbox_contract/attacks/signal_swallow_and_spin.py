"""Ignores every signal that can be ignored, then spins.

Verdict: TIMED_OUT
Says: no answer
Property: bytes-come-back
"""

import signal

for number in signal.valid_signals():
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass
