"""Prints one line of 30 MB.

Verdict: PASSED
"""

print("y" * 30_000_000)
