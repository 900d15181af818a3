"""Looks for network interfaces other than loopback.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import socket

try:
    names = [name for _, name in socket.if_nameindex()]
except OSError:
    names = []
try:
    names += [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]]
except OSError:
    pass
TUNNELS = ("lo", "tunl", "gre", "erspan", "ip_vti", "ip6", "sit")
if any(not name.startswith(TUNNELS) for name in names):
    escaped(f"interfaces {names}")
