"""Prints 100 MB in a loop.

Verdict: PASSED
"""

line = "x" * 9_999
for _ in range(10_000):
    print(line)
