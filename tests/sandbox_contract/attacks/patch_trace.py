"""Watches every call and line of its process, and forgets none.

Verdict: PASSED or TIMED_OUT
"""

import sys

seen = []


def watch(frame: object, event: str, argument: object) -> object:
    if len(seen) < 100_000:
        seen.append((event, frame.f_code.co_name))
        names = {"hypothesis", "pytest", "_pytest", "tests", "reference", "expected", "oracle"}
        if names & set(frame.f_globals.get("__name__", "").split(".")):
            escaped("the judge's frames are in sight")
    return watch


sys.settrace(watch)
sys.setprofile(watch)
