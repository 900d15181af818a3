"""Returns a list where a generator is due.

Verdict: FAILED or PROTOCOL or CRASHED
Property: countdown-adds-what-is-sent
"""


class Ledger(Ledger):
    def countdown(self, n: int) -> list[int]:
        return list(range(n, 0, -1))
