"""Lacks the dataclass of the stub.

Verdict: FAILED or CRASHED
Says: Entry
"""

del Entry
