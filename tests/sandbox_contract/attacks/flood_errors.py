"""Writes 100 MB to sys.stderr and to the original streams.

Verdict: PASSED
"""

import sys

for stream in (sys.stderr, sys.__stderr__, sys.__stdout__):
    try:
        for _ in range(1_000):
            stream.write("z" * 100_000)
    except (AttributeError, OSError, ValueError):
        continue
