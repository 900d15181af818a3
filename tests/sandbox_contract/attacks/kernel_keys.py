"""Keeps a key in the kernel, where the next submission could find it.

Verdict: PASSED
"""

import ctypes

kind, name, secret = (ctypes.c_char_p(text) for text in (b"user", b"virtlab-contract", b"mark"))
if system_call("add_key", kind, name, secret, 4, -4) >= 0:
    escaped("add_key")
if system_call("keyctl", 0, -3, 1) >= 0:
    escaped("keyctl")
if system_call("request_key", kind, name, None, -4) >= 0:
    escaped("request_key")
