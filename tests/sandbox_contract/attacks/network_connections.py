"""Connects to addresses that a host usually answers at.

Verdict: PASSED
"""

import socket

for address in (("127.0.0.1", 22), ("172.17.0.1", 2375), ("192.0.2.1", 53), ("198.51.100.1", 80)):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_INET, kind) as link:
                link.settimeout(0.05)
                link.connect(address)
                link.send(b"hello")
        except OSError:
            continue
        escaped(f"sent to {address}")
