"""Raises GeneratorExit from a step, which closes a generator that meets it.

Verdict: FAILED
Says: GeneratorExit
Property: countdown-adds-what-is-sent
"""

from collections.abc import Generator


class Ledger(Ledger):
    def countdown(self, n: int) -> Generator[int, int, int]:
        yield n
        raise GeneratorExit
