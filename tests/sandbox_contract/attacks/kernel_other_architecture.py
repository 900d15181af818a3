"""Makes system calls through the gates of 32 bits, whose numbers a filter may not know.

Verdict: CRASHED
Says: SIGSYS
Sandbox: docker bubblewrap
Property: bytes-come-back
Machine: x86_64
"""

import ctypes
import mmap


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
        address = ctypes.addressof(ctypes.c_char.from_buffer(page))
        escaped(f"getpid of 32 bits: {ctypes.CFUNCTYPE(ctypes.c_int)(address)()}")
