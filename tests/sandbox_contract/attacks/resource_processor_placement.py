"""Moves to other cores and takes a better priority.

Verdict: PASSED
"""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
here = os.sched_getaffinity(0)
for act in (
    lambda: os.sched_setaffinity(0, range(os.cpu_count() or 1)),
    lambda: os.sched_setaffinity(0, {0}),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -20),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, 19),
    lambda: os.nice(-5),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
    lambda: os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0)),
):
    try:
        act()
    except OSError:
        continue
    escaped("its place on the processor was changed")
if os.sched_getaffinity(0) != here:
    escaped("another core")
