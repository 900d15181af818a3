"""The honest ledger: full marks. Every attack starts from it and overrides what it attacks."""

from collections.abc import Generator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted change: its place, the amount, the balance right after it."""

    index: int
    amount: int
    balance: int


class Overdrawn(Exception):  # noqa: N818 - the name says what happened
    """The change would take the balance below zero."""


class Ledger:
    """A balance and the changes that led to it."""

    def __init__(self, start: int) -> None:
        """Open with a balance of ``start`` >= 0 and no entries."""
        self.balance = start
        self.entries: list[Entry] = []

    def add(self, amount: int) -> int:
        """Change the balance and return the new one; Overdrawn, without a trace, if below 0."""
        if self.balance + amount < 0:
            raise Overdrawn
        self.balance += amount
        self.entries.append(Entry(len(self.entries), amount, self.balance))
        return self.balance

    def history(self) -> list[int]:
        """Return the accepted amounts, oldest first."""
        return [entry.amount for entry in self.entries]

    def entry(self, index: int) -> Entry:
        """Return the entry of that index, 0 for the oldest; IndexError if there is none."""
        return self.entries[index]

    def countdown(self, n: int) -> Generator[int, int, int]:
        """Yield n, n - 1, ..., 1, add up what is sent in return, and return the sum."""
        total = 0
        for left in range(n, 0, -1):
            total += yield left
        return total

    def echo(self, value: bytes) -> bytes:
        """Return the same bytes."""
        return value
