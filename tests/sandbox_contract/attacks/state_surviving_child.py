"""Leaves a grandchild in a session of its own that outlives it.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import time

try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(30)
        os._exit(0)
except OSError:
    pass
else:
    escaped("a child")
