"""Computes for ever while it is loaded, in one instruction that holds the interpreter.

Verdict: TIMED_OUT
"""

3 ** (10**9 + len("never folded"))
