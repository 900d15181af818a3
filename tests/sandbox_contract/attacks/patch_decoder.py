"""Makes the guest's decoder see other arguments than the judge sent.

Verdict: FAILED
Property: balance-follows-the-changes entries-can-be-read entries-are-kept long-batches-are-right countdown-adds-what-is-sent ledgers-are-separate
"""

import sys

Codec = sys.modules["harness.wire.values"].Codec
decode = Codec.from_plain
Codec.from_plain = lambda self, plain: 0 if type(plain) is int and plain < 60 else decode(self, plain)
