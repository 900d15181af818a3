"""Leaves with status 0 while it is loaded.

Verdict: FAILED
Says: SystemExit
"""

import sys

sys.exit(0)
