"""Has None for its main class.

Verdict: CRASHED or FAILED or PROTOCOL
"""

Ledger = None
