"""Where two rows of tokens are the same: long common stretches, each token used once.

Seeded by shared fingerprints and compared token by token, so that equal hashes alone prove nothing.
"""

from collections.abc import Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """A common stretch: where it begins in either, and how many tokens it has."""

    left: int
    right: int
    length: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two texts: its symbols, and which of them are its own and no part of the stub."""

    symbols: Sequence[str]
    own: Sequence[bool]


def common_stretches(
    left: Side, right: Side, seeds: Iterable[tuple[int, int]], shortest: int
) -> tuple[Stretch, ...]:
    """Return common stretches of at least so many tokens, longest first, none overlapping another.

    Args:
        left: One text.
        right: The other.
        seeds: Pairs of places where both may be the same.
        shortest: Least length that counts.
    """
    found = sorted(
        _grown_stretches(left, right, seeds),
        key=lambda item: (-item.length, item.left, item.right),
    )
    free_left, free_right = list(left.own), list(right.own)
    kept: list[Stretch] = []
    for one in found:
        for part in _free_parts(one, free_left, free_right):
            if part.length >= shortest:
                _take(free_left, part.left, part.length)
                _take(free_right, part.right, part.length)
                kept.append(part)
    return tuple(sorted(kept, key=lambda item: (-item.length, item.left)))


def _grown_stretches(
    left: Side, right: Side, seeds: Iterable[tuple[int, int]]
) -> Iterator[Stretch]:
    """Yield the longest stretch through each seed; one that lies in it already is passed over."""
    ends: dict[int, int] = {}  # by diagonal: seeds come in order, so the last stretch is enough
    for at_left, at_right in sorted(seeds):
        diagonal = at_left - at_right
        if at_left < ends.get(diagonal, 0) or not _same(left, right, at_left, at_right):
            continue
        one = _grown(left, right, at_left, at_right)
        ends[diagonal] = one.left + one.length
        yield one


def _grown(left: Side, right: Side, at_left: int, at_right: int) -> Stretch:
    before = 0
    while (
        before < min(at_left, at_right)
        and _same(left, right, at_left - before - 1, at_right - before - 1)
    ):  # fmt: skip
        before += 1
    after = 0
    room = min(len(left.symbols) - at_left, len(right.symbols) - at_right)
    while after < room and _same(left, right, at_left + after, at_right + after):
        after += 1
    return Stretch(at_left - before, at_right - before, before + after)


def _same(left: Side, right: Side, at_left: int, at_right: int) -> bool:
    return (
        left.own[at_left]
        and right.own[at_right]
        and left.symbols[at_left] == right.symbols[at_right]
    )


def _free_parts(
    one: Stretch, free_left: Sequence[bool], free_right: Sequence[bool]
) -> list[Stretch]:
    """Return what longer stretches have left of one."""
    parts: list[Stretch] = []
    length = 0
    for index in range(one.length + 1):
        if index < one.length and free_left[one.left + index] and free_right[one.right + index]:
            length += 1
        elif length:
            start = index - length
            parts.append(Stretch(one.left + start, one.right + start, length))
            length = 0
    return parts


def _take(free: MutableSequence[bool], start: int, length: int) -> None:
    for index in range(start, start + length):
        free[index] = False
