"""Jumps into a page of its own machine code that is not code.

Verdict: CRASHED
Says: signal
Property: bytes-come-back
"""

import ctypes
import mmap


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b"\x0f\x0b" * 2048 if b"\x01\x00" == (1).to_bytes(2, "little") else b"\0" * 4096)
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        ctypes.CFUNCTYPE(ctypes.c_int)(address)()
        return value
