"""Repeats the honest reply: writes one with the id of the request, then returns as well.

Verdict: PROTOCOL
Property: bytes-come-back
"""

import base64
import json


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        answer = {"b": base64.b64encode(value).decode()}
        write_to_judge(framed(json.dumps([current_request()[0], "returned", answer, ""]).encode()))
        return value
