"""Makes and enters namespaces.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

for flag in (0x10000000, 0x00020000, 0x20000000, 0x40000000, 0x08000000, 0x04000000, 0x02000000):
    if system_call("unshare", flag) == 0:
        escaped(f"unshare({flag:#x})")
for kind in ("mnt", "net", "pid", "user"):
    try:
        target = os.open(f"/proc/1/ns/{kind}", os.O_RDONLY)
    except OSError:
        continue
    if system_call("setns", target, 0) == 0:
        escaped(f"setns({kind})")
