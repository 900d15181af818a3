"""Stops every clock that it can reach, then takes its time.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""

import time

sleep = time.sleep
for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time", "time_ns", "monotonic_ns"):
    setattr(time, name, lambda: 0)


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        sleep(3)
        return value
