"""Makes the socket non-blocking and its buffers tiny.

Verdict: CRASHED or PASSED
Property: bytes-come-back
"""

import ctypes
import os

libc = ctypes.CDLL(None)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        for descriptor in judge_sockets():
            os.set_blocking(descriptor, False)
            for option in (7, 8):  # SO_SNDBUF, SO_RCVBUF
                libc.setsockopt(descriptor, 1, option, ctypes.byref(ctypes.c_int(1)), 4)
        return value
