"""Sets up an io_uring, which goes past filters of system calls.

Verdict: PASSED
"""

import ctypes

if system_call("io_uring_setup", 8, ctypes.create_string_buffer(120)) >= 0:
    escaped("io_uring_setup")
