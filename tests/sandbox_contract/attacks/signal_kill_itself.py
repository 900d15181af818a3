"""Kills its own process.

Verdict: CRASHED or PASSED
Sandbox: docker bubblewrap
Property: bytes-come-back
"""

import os
import signal


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        try:
            os.kill(os.getpid(), signal.SIGKILL)
        except PermissionError:
            pass
        return value
