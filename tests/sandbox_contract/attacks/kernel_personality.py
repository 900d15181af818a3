"""Turns address randomization off for what comes next.

Verdict: PASSED
"""

if system_call("personality", 0x0040000) >= 0 and system_call("personality", 0xFFFFFFFF) & 0x0040000:
    escaped("personality")
