"""Writes the kernel's settings under /proc and /sys.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

for path in ("/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/self/oom_score_adj", "/proc/1/oom_score_adj",
             "/proc/sys/vm/drop_caches", "/sys/kernel/uevent_helper", "/sys/fs/cgroup/memory/memory.limit_in_bytes",
             "/sys/fs/cgroup/cgroup.procs", "/sys/fs/cgroup/memory/cgroup.procs", "/proc/self/uid_map", "/proc/self/setgroups"):
    try:
        with open(path, "wb", buffering=0) as file:
            file.write(b"-1000" if "oom" in path else b"")
    except OSError:
        continue
    if "oom" in path or "sys" in path:
        escaped(path)
