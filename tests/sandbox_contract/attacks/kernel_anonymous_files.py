"""Makes files in memory, which no limit on disk or address space counts.

Verdict: PASSED
"""

import ctypes

for name, *arguments in (("memfd_create", ctypes.c_char_p(b"x"), 0), ("memfd_secret", 0)):
    if system_call(name, *arguments) >= 0:
        escaped(name)
