"""Starts other programs: exec, posix_spawn, subprocess, system, popen.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import subprocess
import sys

program = sys.executable or "/usr/bin/python3"
for start in (
    lambda: os.posix_spawn(program, [program, "-c", ""], {}),
    lambda: subprocess.run([program, "-c", ""], check=False),
    lambda: os.popen("id").read() and None,
    lambda: os.execv(program, [program, "-c", ""]),
    lambda: os.execv("/bin/sh", ["sh", "-c", "true"]),
):
    try:
        started = start()
    except OSError:
        continue
    if started is not None:
        escaped("another program was started")
if os.system("exit 0") == 0:
    escaped("a shell was started")
