"""Atomic operations on shared words, and what each does: the memory that only the judge owns.

Memory is sequentially consistent: one operation after the other, each seen by all. Words are
unsigned and wrap; a thread that waits on a word is parked by the world (``threads.py``), not here.
"""

from enum import IntEnum
from typing import NamedTuple

Words = tuple[int, ...]


class Kind(IntEnum):
    """The operations."""

    LOAD = 0
    STORE = 1
    SWAP = 2
    COMPARE_AND_SWAP = 3
    FETCH_ADD = 4
    FUTEX_WAIT = 5
    FUTEX_WAKE = 6
    PAUSE = 7


_NAMES = {
    Kind.LOAD: "Load",
    Kind.STORE: "Store",
    Kind.SWAP: "Swap",
    Kind.COMPARE_AND_SWAP: "CompareAndSwap",
    Kind.FETCH_ADD: "FetchAdd",
    Kind.FUTEX_WAIT: "FutexWait",
    Kind.FUTEX_WAKE: "FutexWake",
    Kind.PAUSE: "Pause",
}
_ARGUMENTS = {Kind.PAUSE: 0, Kind.LOAD: 1, Kind.COMPARE_AND_SWAP: 3}
WRITES = frozenset({Kind.STORE, Kind.SWAP, Kind.COMPARE_AND_SWAP, Kind.FETCH_ADD})


class Operation(NamedTuple):
    """One operation; what its kind does not need is 0.

    ``first`` is the value of a Store or Swap, what CompareAndSwap and FutexWait expect, the delta of
    FetchAdd, the count of FutexWake; ``second`` is what CompareAndSwap writes.
    """

    kind: Kind
    address: int = 0
    first: int = 0
    second: int = 0

    def __str__(self) -> str:
        """Return it as a student writes it."""
        count = _ARGUMENTS.get(self.kind, 2)
        return f"{_NAMES[self.kind]}({', '.join(map(str, self[1 : 1 + count]))})"


def illegal(operation: Operation, words: int, word_bits: int) -> str:
    """Return why an operation may not be performed on so many words, "" if it may."""
    kind, address, first, second = operation
    if kind is Kind.PAUSE:
        return ""
    if not 0 <= address < words:
        return f"there is no word {address}: the words are 0 to {words - 1}"
    written = {
        Kind.STORE: (first,),
        Kind.SWAP: (first,),
        Kind.COMPARE_AND_SWAP: (second,),
    }.get(kind, ())
    if any(not 0 <= value < 1 << word_bits for value in written):
        return f"a word has {word_bits} bits: it holds 0 to {(1 << word_bits) - 1}"
    return ""


def perform(words: Words, operation: Operation, mask: int) -> tuple[Words, int]:
    """Return the words after a legal operation, and its result.

    ``mask`` is the largest value of a word. FutexWait and FutexWake touch no word: their result,
    given here as 0, depends on who is parked.
    """
    kind, address, first, second = operation
    if kind == Kind.LOAD:
        return words, words[address]
    if kind == Kind.STORE:
        return _put(words, address, first), 0
    if kind == Kind.COMPARE_AND_SWAP:
        before = words[address]
        return (_put(words, address, second) if before == first else words), before
    if kind == Kind.FETCH_ADD:
        before = words[address]
        return _put(words, address, (before + first) & mask), before
    if kind == Kind.SWAP:
        return _put(words, address, first), words[address]
    return words, 0


def _put(words: Words, address: int, value: int) -> Words:
    return (*words[:address], value, *words[address + 1 :])
