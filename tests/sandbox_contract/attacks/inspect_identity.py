"""Looks at its user, its capabilities and whether it can take others.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

if 0 in (os.getuid(), os.geteuid(), os.getgid(), os.getegid()):
    escaped("it is root")
for become in (os.setuid, os.setgid, os.seteuid, os.setegid, lambda user: os.setgroups([user]),
               lambda user: os.setresuid(user, user, user)):
    for user in (0, 1000):
        try:
            become(user)
        except OSError:
            continue
        escaped(f"it became user {user}")
try:
    status = open("/proc/self/status").read()
except OSError:
    status = ""
for line in status.splitlines():
    if line.startswith(("CapEff", "CapPrm", "CapBnd", "CapAmb")) and int(line.split()[1], 16):
        escaped(line)
