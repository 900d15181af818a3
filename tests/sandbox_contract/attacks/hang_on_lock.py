"""Takes a lock twice.

Verdict: TIMED_OUT
Says: echo
Property: bytes-come-back
"""

import _thread

lock = _thread.allocate_lock()


class Ledger(Ledger):
    def echo(self, value: bytes) -> bytes:
        lock.acquire()
        lock.acquire()
        return value
