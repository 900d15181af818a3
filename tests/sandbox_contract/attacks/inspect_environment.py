"""Looks for anything in its environment and its arguments that a stranger should not know.

Verdict: PASSED
"""

import os
import sys

KNOWN = {"PATH", "HOME", "HOSTNAME", "LC_CTYPE", "LANG", "PWD", "PYTHONHASHSEED", "PYTHONHOME", "LD_LIBRARY_PATH"}
for name, value in os.environ.items():
    if name not in KNOWN or "virtlab" in value.lower() or "secret" in value.lower():
        escaped(f"the environment has {name}")
if any("/tests" in word or "secret" in word.lower() for word in [*sys.argv, *sys.orig_argv[:-2]]):
    escaped("its arguments tell where the tests are")
