"""Looks up a name.

Verdict: PASSED
"""

import socket

try:
    socket.getaddrinfo("example.org", 80)
except OSError:
    pass
else:
    escaped("a name was looked up")
