"""Fills the memory while it is loaded, keeps it, and goes on.

Verdict: PASSED or FAILED or CRASHED
"""

hoard = []
try:
    while len(hoard) < 2**11:
        hoard.append(bytearray(2**20))
except MemoryError:
    pass
if len(hoard) > 1024:
    escaped("more than 1 GiB")
del hoard[-16:]
