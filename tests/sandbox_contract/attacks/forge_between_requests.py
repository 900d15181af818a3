"""Floods the judge from a signal handler, while no request is outstanding.

Verdict: PROTOCOL or TIMED_OUT or CRASHED
Property: bytes-come-back
"""

import signal

signal.signal(signal.SIGALRM, lambda *_: [write_to_judge(framed(b'["x"]') * 2**17) for _ in range(8)])


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        signal.setitimer(signal.ITIMER_REAL, 1e-6)
        return value
