"""Never gives the turn back to the guest: it serves the connection itself while it is loaded.

Verdict: PROTOCOL or TIMED_OUT
"""

import json
import os

number = current_request()[0]
while True:
    write_to_judge(framed(json.dumps([number, "done", None, ""]).encode()))
    header = os.read(judge_sockets()[0], 4)
    request = os.read(judge_sockets()[0], 2**20)
    if not request:
        break
    number = json.loads(request)[0]
