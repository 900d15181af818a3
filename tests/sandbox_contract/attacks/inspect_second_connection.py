"""Connects to the judge's socket a second time, to speak as another child.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import socket

for folder, folders, files in os.walk("/"):
    if folder.count("/") > 2 or folder.startswith(("/proc", "/sys", "/usr")):
        folders.clear()
    for name in files:
        try:
            with socket.socket(socket.AF_UNIX) as link:
                link.connect(os.path.join(folder, name))
        except (OSError, ValueError):
            continue
        escaped(f"connected to {folder}/{name}")
