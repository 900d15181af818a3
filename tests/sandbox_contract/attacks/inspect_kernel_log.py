"""Reads the kernel's log.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes

buffer = ctypes.create_string_buffer(4096)
if system_call("syslog", 3, buffer, 4096) > 0:
    escaped("the kernel's log")
for path in ("/dev/kmsg", "/proc/kmsg"):
    try:
        open(path, "rb", buffering=0).read(64)
    except OSError:
        continue
    escaped(path)
