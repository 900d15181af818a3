"""Sends a signal to every process that it may signal.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import signal

for victim in (-1, 0):
    try:
        os.kill(victim, signal.SIGTERM)
    except OSError:
        continue
    escaped("a signal to everyone was sent")
