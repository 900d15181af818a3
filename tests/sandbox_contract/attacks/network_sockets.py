"""Opens sockets of every family.

Verdict: PASSED
"""

import socket

FAMILIES = {"unix": 1, "inet": 2, "inet6": 10, "netlink": 16, "packet": 17, "bluetooth": 31, "alg": 38, "vsock": 40, "xdp": 44}
for name, family in FAMILIES.items():
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW):
        if system_call("socket", family, kind, 0) >= 0:
            escaped(f"a {name} socket")
if system_call("socketpair", 1, 1, 0, None) >= 0:
    escaped("a socket pair")
