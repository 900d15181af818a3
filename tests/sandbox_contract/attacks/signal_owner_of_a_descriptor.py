"""Asks the kernel to send signals to another process for it (F_SETOWN, F_SETSIG).

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import fcntl
import os
import signal

reader, writer = os.pipe()
for victim in (1, os.getppid()):
    try:
        fcntl.fcntl(reader, fcntl.F_SETOWN, victim)
        fcntl.fcntl(reader, 10, signal.SIGKILL)  # F_SETSIG
        fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
        os.write(writer, b"x")
    except OSError:
        continue
os.close(reader)
os.close(writer)
