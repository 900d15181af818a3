"""Leaves marks in its process for the next property, and looks for one.

Verdict: PASSED
"""

import os
import sys

if os.environ.get("MARK") or hasattr(sys, "mark") or hasattr(os, "mark"):
    escaped("a mark of an earlier property")
os.environ["MARK"] = "here"
os.putenv("MARK", "here")
sys.mark = os.mark = True
