"""Counts the processes that it can see.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

seen = [name for name in (os.listdir("/proc") if os.path.isdir("/proc") else []) if name.isdigit()]
if len(seen) > 3 or os.getpid() > 10_000:
    escaped(f"processes {seen}, itself {os.getpid()}")
