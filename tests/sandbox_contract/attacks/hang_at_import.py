"""Sleeps for ever while it is loaded.

Verdict: TIMED_OUT
Says: load
"""

import time

time.sleep(10_000)
