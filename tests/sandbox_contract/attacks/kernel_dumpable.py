"""Makes itself readable for others and asks for a core file.

Verdict: CRASHED
Says: signal
Property: bytes-come-back
"""

import ctypes
import resource

ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError):
    pass


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        ctypes.memset(0, 1, 1)
