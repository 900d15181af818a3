"""Looks for the judge's socket folder and tries to change what is in it.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import stat

folders = {"/virtlab", "/judge", "/run", "/socket"}
for name in os.listdir("/"):
    folders.add("/" + name)
for folder in folders:
    try:
        names = os.listdir(folder)
    except OSError:
        continue
    for name in names:
        path = os.path.join(folder, name)
        try:
            if not stat.S_ISSOCK(os.stat(path).st_mode):
                continue
        except OSError:
            continue
        for act in (os.unlink, lambda p: os.rename(p, p + "x"), lambda p: os.chmod(p, 0o777), lambda p: os.utime(p)):
            try:
                act(path)
            except OSError:
                continue
            escaped(f"{path} was changed")
