"""Fills its address space and then pipes, so that the sandbox as a whole is out of memory.

Verdict: PASSED or CRASHED or FAILED
"""

import fcntl
import os

hoard = []
kept = []
try:
    while len(hoard) < 2**11:
        hoard.append(b"x" * 2**20)
except MemoryError:
    del hoard[-8:]
block = b"y" * 2**16
try:
    while len(kept) < 2**9:
        reader, writer = os.pipe()
        kept += [reader, writer]
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 2**20)
        os.set_blocking(writer, False)
        while os.write(writer, block):
            pass
except OSError as error:
    pass
for descriptor in kept:
    os.close(descriptor)
hoard.clear()
