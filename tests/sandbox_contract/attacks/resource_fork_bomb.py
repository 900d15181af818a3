"""Forks up to 3000 children that sleep.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import time

children = 0
for _ in range(3000):
    try:
        child = os.fork()
    except OSError:
        break
    if child == 0:
        time.sleep(20)
        os._exit(0)
    children += 1
if children:
    escaped(f"{children} children")
