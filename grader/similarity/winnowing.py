"""Winnowing: few fingerprints for each text, chosen so that a long enough copy always shares one.

With ``GRAM_LENGTH`` k and ``WINDOW`` w every common row of at least w + k - 1 tokens is found and
none of fewer than k is. Both are measured, see the package's README.
"""

import zlib
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cache

GRAM_LENGTH = 16
WINDOW = 9
SHORTEST_SURE_MATCH = WINDOW + GRAM_LENGTH - 1

_BASE = 1_000_003
_MODULUS = (1 << 61) - 1


@cache
def _number(symbol: str) -> int:
    return zlib.crc32(symbol.encode("utf-8", "surrogatepass")) + 1


def gram_hashes(symbols: Sequence[str]) -> list[int]:
    """Return the hash of every row of ``GRAM_LENGTH`` symbols, by where it begins.

    A rolling hash (Karp, Rabin 1987), the same in every process.
    """
    if len(symbols) < GRAM_LENGTH:
        return []
    numbers = [_number(symbol) for symbol in symbols]
    leaving = pow(_BASE, GRAM_LENGTH, _MODULUS)
    value = 0
    found: list[int] = []
    for index, number in enumerate(numbers):
        value = value * _BASE + number
        if index >= GRAM_LENGTH:
            value -= numbers[index - GRAM_LENGTH] * leaving
        value %= _MODULUS
        if index >= GRAM_LENGTH - 1:
            found.append(value)
    return found


def fingerprints(hashes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the chosen hashes and where they are: the least of each window, the last where equal.

    Of a text shorter than a window, its least hash.
    """
    rising: deque[int] = deque()
    chosen = -1
    for index, value in enumerate(hashes):
        while rising and hashes[rising[-1]] >= value:
            rising.pop()
        rising.append(index)
        if rising[0] <= index - WINDOW:
            rising.popleft()
        if (index >= WINDOW - 1 or index == len(hashes) - 1) and rising[0] != chosen:
            chosen = rising[0]
            yield hashes[chosen], chosen
