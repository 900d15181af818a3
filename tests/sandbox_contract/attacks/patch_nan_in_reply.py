"""Teaches the guest to send NaN and 1e999 as JSON.

Verdict: PROTOCOL or FAILED
Property: countdown-adds-what-is-sent
"""

import itertools
from collections.abc import Generator

numbers = itertools.cycle([b"NaN", b"1e999", b"-Infinity", b"-1e999", b"Infinity"])


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        head = repr([current_request()[0], "yielded"]).replace("'", '"')[:-1].encode()
        write_to_judge(framed(head + b"," + next(numbers) + b',""]'))
        yield n
