"""Looks for descriptors that were left open: control stream, logs, folders.

Verdict: PASSED
"""

import os
import stat

open_ones = []
for descriptor in range(4096):
    try:
        kind = os.fstat(descriptor).st_mode
    except OSError:
        continue
    open_ones.append(descriptor)
    if descriptor < 3 and not stat.S_ISCHR(kind):
        escaped(f"descriptor {descriptor} is not /dev/null")
    if stat.S_ISDIR(kind) or stat.S_ISFIFO(kind) or (stat.S_ISREG(kind) and descriptor > 2):
        escaped(f"descriptor {descriptor} was left open")
if len(judge_sockets()) > 1:
    escaped("more than one socket")
