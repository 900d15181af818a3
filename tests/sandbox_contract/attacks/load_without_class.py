"""Has no main class.

Verdict: CRASHED or FAILED
Says: Ledger
"""

del Ledger
