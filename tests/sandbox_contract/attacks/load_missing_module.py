"""Imports a package that no sandbox has.

Verdict: CRASHED or FAILED
Says: No module named 'numpy'
"""

import numpy
