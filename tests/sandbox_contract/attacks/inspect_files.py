"""Reads what the host keeps to itself: passwords, homes, keys, the exercise's tests.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import os

for path in ("/etc/shadow", "/etc/gshadow", "/etc/ssh/ssh_host_rsa_key", "/root/.ssh", "/root/.bash_history",
             "/var/run/docker.sock", "/run/docker.sock", "/var/lib/docker", "/proc/kcore", "/dev/mem", "/dev/vda", "/dev/sda"):
    try:
        found = os.listdir(path) if os.path.isdir(path) else [os.open(path, os.O_RDONLY)]
    except OSError:
        continue
    if found:
        escaped(f"{path} can be read")
for place in ("/home", "/root", "/srv", "/mnt", "/opt", "/var/lib", "/tmp", "/var/tmp"):
    try:
        names = os.listdir(place)
    except OSError:
        continue
    if place in ("/home", "/root") and names:
        escaped(f"{place} holds {names[:5]}")
here = os.path.join("tests", "sandbox_contract", "honest.py")
for base in ("/", "/app", "/src", os.path.expanduser("~"), "."):
    if os.path.exists(os.path.join(base, here)):
        escaped("the contract suite is inside")
