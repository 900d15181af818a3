"""Raises while it is loaded.

Verdict: CRASHED or FAILED
Says: ZeroDivisionError
"""

1 / 0
