"""Borrows a cipher: the libraries of them that Linux machines have, by name and by place.

Verdict: PASSED
Sandbox: docker bubblewrap
"""

import ctypes

names = ["crypto.so.3", "crypto.so.1.1", "gcrypt.so.20", "nettle.so.8", "sodium.so.23", "mbedcrypto.so.7"]
for folder in ("", "/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/", "/usr/lib64/", "/usr/lib/"):
    for name in names:
        try:
            ctypes.CDLL(f"{folder}lib{name}")
        except OSError:
            continue
        escaped(f"{folder}lib{name} can be called")
