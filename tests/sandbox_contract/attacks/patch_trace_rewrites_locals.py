"""Changes the guest's local variables from a trace function, to turn its answers into right ones.

Verdict: PASSED or PROTOCOL or CRASHED or FAILED
"""

import ctypes
import sys


def rewrite(frame: object, event: str, argument: object) -> object:
    if frame.f_code.co_name in ("reply", "_serve", "_perform", "dump") and event == "line":
        for name in ("expected", "right", "verdict", "passed"):
            frame.f_locals[name] = True
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return rewrite


sys.settrace(rewrite)
frame = sys._getframe()
while frame is not None:
    frame.f_trace = rewrite
    frame = frame.f_back
