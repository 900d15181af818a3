"""Runs a test of its own under a main guard, which must not run.

Verdict: PASSED
"""

if __name__ == "__main__":
    escaped("it was run as a program")
