"""Starts a thread that answers, prints and exits later.

Verdict: PASSED or CRASHED
"""

import _thread
import os
import time


def later() -> None:
    time.sleep(0.2)
    write_to_judge(framed(b'["x","returned",1,""]'))
    os._exit(0)


try:
    _thread.start_new_thread(later, ())
except (RuntimeError, OSError):
    pass
