"""Connects to the judge's socket a second time, to speak as another child.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import socket

paths = ["/virtlab/judge", "/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket"]
for folder, folders, files in os.walk("/"):
    if folder.count("/") > 2 or folder.startswith(("/proc", "/sys", "/usr")):
        folders.clear()
    paths += [os.path.join(folder, name) for name in files]
for path in paths:
    try:
        with socket.socket(socket.AF_UNIX) as link:
            link.connect(path)
    except (OSError, ValueError):
        continue
    escaped(f"connected to {path}")
