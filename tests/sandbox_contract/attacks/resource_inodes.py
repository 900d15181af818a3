"""Makes folders, links, pipes, devices and empty files, at most a hundred of each.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os
import stat

MAKERS = [
    os.mkdir,
    lambda path: os.symlink("/etc/passwd", path),
    lambda path: os.mkfifo(path),
    lambda path: os.mknod(path, 0o600 | stat.S_IFREG),
    lambda path: os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 1)),
    lambda path: os.close(os.open(path, os.O_CREAT | os.O_WRONLY)),
    lambda path: os.open(os.path.dirname(path), os.O_TMPFILE | os.O_WRONLY),
]
for place in ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/dev/mqueue", "/run", "/home", "/virtlab"):
    for number, make in enumerate(MAKERS):
        for again in range(100):
            path = os.path.join(place, f"virtlab-contract-{number}-{again}")
            try:
                make(path)
            except OSError:
                break
            escaped(f"made {path}")
