"""Answers by hand and reads the next requests itself: a guest of its own, which answers wrong.

Verdict: PROTOCOL or TIMED_OUT or FAILED or CRASHED
Property: bytes-come-back
"""

import json
import os


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        number = current_request()[0]
        while True:
            write_to_judge(framed(json.dumps([number, "returned", {"b": "d3Jvbmc="}, ""]).encode()))
            number = json.loads(os.read(judge_sockets()[0], 65536)[4:])[0]
