"""Issues two thousand warnings and log records.

Verdict: PASSED
"""

import logging
import warnings

warnings.simplefilter("always")
for number in range(2_000):
    warnings.warn(f"warning {number}", stacklevel=1)
    logging.error("record %s", number)
