"""Ends the process by an alarm, some time after an honest answer.

Verdict: PASSED or CRASHED
"""

import os
import signal

signal.signal(signal.SIGALRM, lambda number, frame: os._exit(0))
signal.setitimer(signal.ITIMER_REAL, 0.3)
