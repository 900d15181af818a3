"""Replaces sys.stdin, sys.stdout and sys.stderr by things that are no streams.

Verdict: PASSED
"""

import sys

sys.stdin = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None
print("to nowhere")
