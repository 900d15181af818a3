"""Puts something else in the place of its module.

Verdict: PASSED or CRASHED or FAILED
"""

import sys

sys.modules["solution"] = sys.modules["__main__"] = None
__name__ = "__main__"
__builtins__ = {}
