"""Makes a POSIX message queue, which outlives its maker.

Verdict: PASSED
"""

import ctypes
import os

if system_call("mq_open", ctypes.c_char_p(b"virtlab"), os.O_CREAT | os.O_RDWR, 0o600, None) >= 0:
    escaped("mq_open")
