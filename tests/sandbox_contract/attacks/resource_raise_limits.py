"""Raises every limit, by every call that can.

Verdict: PASSED
"""

import ctypes
import resource

libc = ctypes.CDLL(None, use_errno=True)
WATCHED = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)


class Limit(ctypes.Structure):
    _fields_ = [("soft", ctypes.c_ulong), ("hard", ctypes.c_ulong)]


for kind in range(16):
    for wish in (Limit(2**63, 2**63), Limit(2**64 - 1, 2**64 - 1)):
        libc.setrlimit(kind, ctypes.byref(wish))
        libc.prlimit(0, kind, ctypes.byref(wish), None)
        libc.prlimit(1, kind, ctypes.byref(wish), None)
    try:
        resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        continue
    if kind in WATCHED:
        escaped(f"limit {kind} was raised")
try:
    hoard = bytearray(2**30)
except MemoryError:
    pass
else:
    escaped("1 GiB after raising the limits")
