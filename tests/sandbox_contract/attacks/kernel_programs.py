"""Loads a program into the kernel, opens performance counters, handles page faults.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes

buffer = ctypes.create_string_buffer(128)
for name, *arguments in (
    ("bpf", 0, buffer, 72),
    ("perf_event_open", buffer, 0, -1, -1, 0),
    ("userfaultfd", 1),
    ("fanotify_init", 0, 0),
):
    if system_call(name, *arguments) >= 0:
        escaped(name)
