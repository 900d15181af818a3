"""A ledger that never goes below zero. Fill in the bodies."""

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
        raise NotImplementedError

    def add(self, amount: int) -> int:
        """Change the balance and return the new one; Overdrawn, without a trace, if below 0."""
        raise NotImplementedError

    def history(self) -> list[int]:
        """Return the accepted amounts, oldest first."""
        raise NotImplementedError

    def entry(self, index: int) -> Entry:
        """Return the entry of that index, 0 for the oldest; IndexError if there is none."""
        raise NotImplementedError

    def countdown(self, n: int) -> Generator[int, int, int]:
        """Yield n, n - 1, ..., 1, add up what is sent in return, and return the sum."""
        raise NotImplementedError

    def echo(self, value: bytes) -> bytes:
        """Return the same bytes."""
        raise NotImplementedError
