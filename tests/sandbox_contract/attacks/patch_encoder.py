"""Teaches the guest's encoder to call every value the expected one.

Verdict: FAILED or PROTOCOL
"""

import sys


class Expected:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


sys.modules["harness.wire.values"].Codec.to_plain = lambda self, value: {"o": ["Expected", []]}
sys.modules["harness.wire.values"].Codec._by_name = {"Expected": Expected}
