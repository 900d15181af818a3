"""A class and former years: which pairs of solutions share much of their own code.

Every solution is fingerprinted once; only pairs that share enough fingerprints are compared token
by token. What more than half of the class has is taken for the exercise's and leads to no pair.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from grader.similarity.matching import Side, Stretch, common_stretches
from grader.similarity.tokens import Tokens, fixed_names, tokens_of
from grader.similarity.winnowing import GRAM_LENGTH, fingerprints, gram_hashes

DEFAULT_LEAST_SHARE = 0.6
"""Measured between copies in disguise and independent solutions, see the package's README."""

_LEAST_SHARED_FINGERPRINTS = 0.25
_COMMON_SHARE, _NEVER_COMMON = 0.5, 10
_PLACES_OF_A_FINGERPRINT = 8


@dataclass(frozen=True, slots=True)
class Work:
    """A solution to compare.

    Attributes:
        owner: Whose it is, fit to be shown.
        source: Its text.
        former: Whether it is of a former year; two of those are not compared.
    """

    owner: str
    source: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Lines, counted from 1 and both included, that are the same in a pair."""

    left: tuple[int, int]
    right: tuple[int, int]
    tokens: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two solutions with common code.

    Attributes:
        left: One; of this year.
        right: The other; of this year or a former one.
        share: Part of the smaller solution's own tokens that the other has, too; from 0 to 1.
        regions: Largest first.
    """

    left: Work
    right: Work
    share: float
    regions: tuple[Region, ...]

    @property
    def tokens(self) -> int:
        """How many tokens they share."""
        return sum(region.tokens for region in self.regions)


@dataclass(frozen=True, slots=True)
class _Indexed:
    work: Work
    tokens: Tokens
    side: Side
    places: Mapping[int, Sequence[int]]

    @property
    def own_tokens(self) -> int:
        return sum(self.side.own)


def similar_pairs(
    works: Sequence[Work], stub: str, least_share: float = DEFAULT_LEAST_SHARE
) -> tuple[Pair, ...]:
    """Return the pairs that share at least that much, most first.

    Args:
        works: Solutions of one exercise.
        stub: What every student was given; it counts for nothing.
        least_share: From 0 to 1.
    """
    fixed = fixed_names(stub)
    given = set(gram_hashes(tokens_of(stub, fixed).symbols))
    indexed = [_index(work, fixed, given) for work in works]
    found = (_compare(indexed[a], indexed[b]) for a, b in _candidates(indexed))
    kept = [pair for pair in found if pair.share >= least_share]
    return tuple(sorted(kept, key=lambda pair: (-pair.share, pair.left.owner, pair.right.owner)))


def _index(work: Work, fixed: frozenset[str], given: set[int]) -> _Indexed:
    tokens = tokens_of(work.source, fixed)
    hashes = gram_hashes(tokens.symbols)
    own = [True] * len(tokens)
    for start, value in enumerate(hashes):
        if value in given:
            own[start : start + GRAM_LENGTH] = [False] * GRAM_LENGTH
    places: defaultdict[int, list[int]] = defaultdict(list)
    for value, start in fingerprints(hashes):
        if value not in given and len(places[value]) < _PLACES_OF_A_FINGERPRINT:
            places[value].append(start)
    return _Indexed(work, tokens, Side(tokens.symbols, own), places)


def _candidates(indexed: Sequence[_Indexed]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share enough fingerprints; the one of this year comes first."""
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(indexed):
        for value in one.places:
            owners[value].append(number)
    most = max(_NEVER_COMMON, _COMMON_SHARE * len(indexed))
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in owners.values():
        if len(numbers) <= most:
            shared.update(combinations(numbers, 2))
    for (a, b), count in shared.items():
        left, right = indexed[a], indexed[b]
        if left.work.former and right.work.former:
            continue
        if count >= _LEAST_SHARED_FINGERPRINTS * min(len(left.places), len(right.places)):
            yield (b, a) if left.work.former else (a, b)


def _compare(left: _Indexed, right: _Indexed) -> Pair:
    seeds = (
        (a, b)
        for value in left.places.keys() & right.places.keys()
        for a in left.places[value]
        for b in right.places[value]
    )
    stretches = common_stretches(left.side, right.side, seeds, GRAM_LENGTH)
    total = sum(one.length for one in stretches)
    smaller = min(left.own_tokens, right.own_tokens)
    regions = tuple(_region(left.tokens, right.tokens, one) for one in stretches)
    return Pair(left.work, right.work, total / smaller if smaller else 0.0, regions)


def _region(left: Tokens, right: Tokens, one: Stretch) -> Region:
    return Region(
        (left.lines[one.left], left.lines[one.left + one.length - 1]),
        (right.lines[one.right], right.lines[one.right + one.length - 1]),
        one.length,
    )
