"""Ends the process with status 0 while it is loaded, past every handler.

Verdict: CRASHED
Says: exited with code 0
"""

import os

os._exit(0)
