"""Asks not to die with its parent, and to leave its session and group.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes
import os

ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
for leave in (os.setsid, lambda: os.setpgid(0, 0), os.setpgrp):
    try:
        leave()
    except OSError:
        pass
