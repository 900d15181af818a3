"""Makes the guest answer a batch with too few, too many and misshapen replies.

Verdict: PROTOCOL
Property: entries-are-kept long-batches-are-right
"""

import itertools
import sys

shapes = itertools.cycle([[], [["returned", 1]] * 9999, [1] * 200, [["returned"]] * 400, None, {"d": []}])
sys.modules["harness.guest.serve"].Server._batch = lambda self, calls: next(shapes)
