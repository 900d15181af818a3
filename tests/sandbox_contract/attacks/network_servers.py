"""Listens, and leaves an abstract Unix socket for others to find.

Verdict: PASSED
"""

import socket

for family, address in ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, "\0virtlab-contract")):
    try:
        link = socket.socket(family)
        link.bind(address)
        link.listen()
    except OSError:
        continue
    escaped(f"listens at {address}")
