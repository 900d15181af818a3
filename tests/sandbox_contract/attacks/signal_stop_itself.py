"""Stops its own process, to hang without using any time.

Verdict: TIMED_OUT or PASSED
Sandbox: docker bubblewrap
Property: bytes-come-back
"""

import os
import signal


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        try:
            os.kill(os.getpid(), signal.SIGSTOP)
        except PermissionError:
            pass
        return value
