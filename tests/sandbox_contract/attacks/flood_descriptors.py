"""Writes 100 MB to descriptors 1 and 2, past sys.stdout.

Verdict: PASSED
"""

import os

block = b"v" * 2**20
for descriptor in (1, 2):
    for _ in range(50):
        os.write(descriptor, block)
