"""Reads the memory and the environment of other processes through /proc.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

me = os.getpid()
for number in [1, os.getppid(), *(int(name) for name in (os.listdir("/proc") if os.path.isdir("/proc") else []) if name.isdigit())]:
    if number == me:
        continue
    for name in ("mem", "environ", "maps", "fd", "root", "cwd"):
        path = f"/proc/{number}/{name}"
        try:
            if name in ("fd", "root", "cwd"):
                found = os.listdir(path)
            else:
                with open(path, "rb") as file:
                    file.seek(0x400000 if name == "mem" else 0)
                    found = file.read(16)
        except OSError:
            continue
        if found:
            escaped(f"{path} can be read")
