"""Types into the terminal that the judge may have (TIOCSTI).

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import fcntl
import os

for path in ("/dev/tty", "/dev/console", "/dev/pts/0", "/dev/ptmx", "/dev/tty0", "/dev/ttyS0"):
    try:
        terminal = os.open(path, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        continue
    try:
        fcntl.ioctl(terminal, 0x5412, b"x")
    except OSError:
        continue
    if path != "/dev/ptmx":
        escaped(f"typed into {path}")
