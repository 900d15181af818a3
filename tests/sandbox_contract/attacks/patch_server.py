"""Replaces the guest's server by one that says that everything is expected.

Verdict: PROTOCOL
"""

import gc
import sys

serve = sys.modules["harness.guest.serve"]
for thing in gc.get_objects() + [serve.Server]:
    if isinstance(thing, type) and thing.__name__ == "Server":
        thing.reply = lambda self, request: [request[0], "passed", 100, ""]
