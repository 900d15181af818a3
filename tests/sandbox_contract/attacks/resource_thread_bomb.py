"""Starts up to 2000 threads.

Verdict: PASSED
"""

import threading
import time

started = 0
for _ in range(2000):
    try:
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    except (RuntimeError, MemoryError):
        break
    started += 1
if started > 16:
    escaped(f"{started} threads")
