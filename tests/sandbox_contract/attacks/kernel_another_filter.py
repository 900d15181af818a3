"""Takes its own filter of system calls away, or puts one over it that allows everything.

Verdict: PASSED
"""

import ctypes
import struct

libc = ctypes.CDLL(None)
allow = ctypes.create_string_buffer(struct.pack("=HBBI", 0x06, 0, 0, 0x7FFF0000))
header = ctypes.create_string_buffer(struct.pack("=HHIQ", 1, 0, 0, ctypes.addressof(allow)), 16)
libc.prctl(22, 0, 0, 0, 0)
libc.prctl(22, 2, header, 0, 0)
libc.prctl(38, 0, 0, 0, 0)
if system_call("memfd_create", ctypes.c_char_p(b"x"), 0) >= 0:
    escaped("the filter was lifted")
if libc.prctl(39, 0, 0, 0, 0) == 0:
    escaped("no_new_privs was lifted")
