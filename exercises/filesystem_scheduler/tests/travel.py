"""How far the head must travel for a few requests that are all there: the least, by trying all orders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import permutations

from hypothesis import strategies as st

BLOCKS = 100_000
MOST_BLOCKS = 64
MOST_REQUESTS = 6


@dataclass(frozen=True, slots=True)
class Batch:
    """Requests of one op, as (block, count), that are all there when the first one is dispatched."""

    op: str
    head: int
    ranges: tuple[tuple[int, int], ...]


def batches() -> st.SearchStrategy[Batch]:
    """Draw up to six requests that do not overlap, near and far."""
    slots = st.one_of(
        st.integers(0, BLOCKS // MOST_BLOCKS - 1), st.integers(740, 760), st.integers(0, 12)
    )
    ranges = st.lists(
        st.tuples(slots.map(lambda slot: slot * MOST_BLOCKS), st.integers(1, MOST_BLOCKS)),
        min_size=1,
        max_size=MOST_REQUESTS,
        unique_by=lambda one: one[0],
    )
    return st.builds(
        Batch,
        op=st.sampled_from(("read", "write")),
        head=st.sampled_from((0, 1, 400, 48_000, 50_000, 99_999, BLOCKS)),
        ranges=ranges.map(tuple),
    )


ZIG_ZAG = Batch(
    "read", 50_000, ((49_000, 8), (52_000, 8), (46_000, 8), (58_000, 8), (30_000, 8), (90_000, 8))
)
"""Submitted in the order that crosses the head each time."""
OUTSIDE_IN = Batch(
    "write", 50_000, ((1_000, 8), (99_000, 8), (11_000, 8), (89_000, 8), (21_000, 8), (79_000, 8))
)


def travelled(head: int, ranges: Iterable[tuple[int, int]]) -> int:
    """Return the blocks that a head travels between the transfers of (block, count), in this order."""
    total = 0
    for block, count in ranges:
        total += abs(block - head)
        head = block + count
    return total


def least_travelled(head: int, ranges: Sequence[tuple[int, int]]) -> int:
    """Return the least that any order takes."""
    return min(travelled(head, order) for order in permutations(ranges))
