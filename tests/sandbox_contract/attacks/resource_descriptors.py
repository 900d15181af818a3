"""Uses up every descriptor that it may have, then answers honestly.

Verdict: PASSED
"""

import os

kept = []
try:
    while len(kept) < 100_000:
        kept.append(os.open(os.devnull, os.O_RDONLY))
except OSError:
    pass
if len(kept) > 1024:
    escaped(f"{len(kept)} descriptors")
