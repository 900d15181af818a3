"""Writes to every place that might be writable, at most 64 MiB each.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import sys

PLACES = ["/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/mqueue", "/run", "/home", "/root", "/mnt", "/usr", "/etc", "."]
for place in [*PLACES, *sys.path, os.path.dirname(sys.executable or "/usr/bin/x")]:
    path = os.path.join(place, "virtlab-contract-disk")
    try:
        with open(path, "wb") as file:
            for _ in range(64):
                file.write(bytes(2**20))
    except (OSError, ValueError):
        if not os.path.exists(path):
            continue
    os.unlink(path)
    escaped(f"wrote to {place}")
