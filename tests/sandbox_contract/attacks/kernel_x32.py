"""Makes a system call with the x32 bit set.

Verdict: CRASHED
Says: SIGSYS
Sandbox: docker bubblewrap
Property: bytes-come-back
Machine: x86_64
"""

import ctypes


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        escaped(f"getpid of x32: {ctypes.CDLL(None).syscall(0x40000000 | 39)}")
