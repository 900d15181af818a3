"""Holds and looks for locks on a file that other sandboxes see too: a channel between them.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import fcntl
import os

shared = os.open(os.__file__, os.O_RDONLY)
for act in (
    lambda: fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB),
    lambda: fcntl.lockf(shared, fcntl.LOCK_SH | fcntl.LOCK_NB),
    lambda: fcntl.fcntl(shared, fcntl.F_SETLEASE, fcntl.F_RDLCK),
):
    try:
        act()
    except OSError:
        continue
    escaped("a lock on a file that is shared with other sandboxes")
os.close(shared)
