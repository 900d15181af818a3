"""Traffic by its lengths, what a padding function costs on it, and the least that any could cost.

A length is that of a text with its delimiter, 1..MAX_PADDED: what ``padded_length`` is asked about.
"""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from random import Random

from exercises.network_cipher.stub.solution import MAX_PADDED

RECORDS = 1500
AROUND = 52
"""Bytes around the padded text: 20 (IPv4), 8 (UDP), 8 (record header), 16 (tag)."""
WEIGHT_OF_A_BIT = 0.1
KEYSTROKES = (1, 2, 3, 5, 8, 36, 44, 52, 60, 80, 120)


def interactive(randomness: Random) -> list[int]:
    """Return the lengths of keystrokes, and of the lines that answer them."""
    return [1 + randomness.choice(KEYSTROKES) + randomness.randrange(3) for _ in range(RECORDS)]


def calls(randomness: Random) -> list[int]:
    """Return the lengths of remote procedure calls: lognormal, the median at 245 bytes."""
    drawn = (round(randomness.lognormvariate(5.5, 1)) for _ in range(RECORDS))
    return [min(max(1, length), MAX_PADDED) for length in drawn]


def bulk(randomness: Random) -> list[int]:
    """Return the lengths of a migration: full records, acknowledgements, the rest."""
    kinds = randomness.choices((0, 1, 2), (70, 21, 9), k=RECORDS)
    draw: tuple[Callable[[], int], ...] = (
        lambda: MAX_PADDED,
        lambda: randomness.randint(30, 70),
        lambda: randomness.randint(1, MAX_PADDED),
    )
    return [draw[kind]() for kind in kinds]


WORKLOADS: Mapping[str, Callable[[Random], list[int]]] = {
    "interactive": interactive,
    "calls": calls,
    "bulk": bulk,
}


def entropy_bits(values: Sequence[int]) -> float:
    """Return what one value tells on average: -sum p log2 p over those that occur."""
    shares = [count / len(values) for count in Counter(values).values()]
    return math.fsum(share * math.log2(1 / share) for share in shares)


def cost(lengths: Sequence[int], padded: Sequence[int]) -> float:
    """Return J: bytes on the wire beyond those needed, and a tenth of the bits that lengths tell."""
    sent = sum(AROUND + length for length in padded)
    return (
        sent / sum(AROUND + length for length in lengths)
        - 1
        + WEIGHT_OF_A_BIT * entropy_bits(padded)
    )


def least_cost(lengths: Sequence[int]) -> float:
    """Return the least J of any function made for just these lengths.

    Dynamic programming over the sorted lengths: each group is padded to its longest.
    """
    total = sum(AROUND + length for length in lengths)
    counts = sorted(Counter(lengths).items())
    before = [0]
    for _, count in counts:
        before.append(before[-1] + count)
    best = [0.0] + [math.inf] * len(counts)
    for end in range(1, len(counts) + 1):
        longest = counts[end - 1][0]
        for start in range(end):
            records = before[end] - before[start]
            share = records / len(lengths)
            added = records * (AROUND + longest) / total - WEIGHT_OF_A_BIT * share * math.log2(
                share
            )
            best[end] = min(best[end], best[start] + added)
    return best[-1] - 1
