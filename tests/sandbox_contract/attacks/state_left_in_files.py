"""Leaves a mark in a file for the next property, and looks for one.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

MARK = "virtlab-contract-mark"
for place in ("/tmp", "/dev/shm", "/var/tmp", "/run", "/dev/mqueue", "/", os.getcwd(), os.path.expanduser("~")):
    path = os.path.join(place, MARK)
    if os.path.exists(path):
        escaped(f"a mark of an earlier property in {place}")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    except OSError:
        continue
    escaped(f"left a mark in {place}")
