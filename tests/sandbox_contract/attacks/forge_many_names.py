"""Raises with four megabytes of class names, each another one.

Verdict: PROTOCOL or TIMED_OUT
Property: bytes-come-back
"""

import json


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        names = [f"E{number}" for number in range(300_000)]
        write_to_judge(framed(json.dumps([current_request()[0], "raised", [names, "", None, 0], ""]).encode()))
        return value
