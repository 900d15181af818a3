"""Empties sys.modules, the builtins and the guest's globals.

Verdict: CRASHED or PROTOCOL or FAILED or TIMED_OUT
"""

import sys

for name, module in list(sys.modules.items()):
    if name.startswith("harness"):
        module.__dict__.clear()
sys.modules.clear()
