"""Stops its own process by a timer, without any call that sends a signal.

Verdict: TIMED_OUT
Property: bytes-come-back
"""

import ctypes
import platform
import signal
import struct
import time

libc = ctypes.CDLL(None, use_errno=True)
CREATE, SET = {"x86_64": (222, 223), "aarch64": (107, 110)}[platform.machine()]


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        event = ctypes.create_string_buffer(struct.pack("=qii", 0, signal.SIGSTOP, 0), 64)
        timer = ctypes.c_int()
        libc.syscall(CREATE, 1, event, ctypes.byref(timer))
        libc.syscall(SET, timer, 0, ctypes.create_string_buffer(struct.pack("=qqqq", 0, 0, 0, 1000)), None)
        time.sleep(10_000)
        return value
