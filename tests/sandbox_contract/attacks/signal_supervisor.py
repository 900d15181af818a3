"""Kills, stops and interrupts its parent.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import signal

for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGSEGV):
    for victim in (os.getppid(), 1):
        try:
            os.kill(victim, number)
        except OSError:
            continue
        if victim != os.getpid():
            escaped(f"signal {number} sent to {victim}")
