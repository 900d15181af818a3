"""The two promises of winnowing, as the paper gives them, and that hashes are a text's alone."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.matching import Side, common_stretches
from grader.similarity.winnowing import (
    GRAM_LENGTH,
    SHORTEST_SURE_MATCH,
    WINDOW,
    fingerprints,
    gram_hashes,
)

ROWS = st.lists(st.sampled_from("abcdefgh"), max_size=80)
COPIES = st.lists(
    st.sampled_from("abcdefgh"), min_size=SHORTEST_SURE_MATCH, max_size=SHORTEST_SURE_MATCH + 20
)


def hashes_of(symbols: list[str]) -> set[int]:
    """Return the chosen hashes of a text."""
    return {value for value, _ in fingerprints(gram_hashes(symbols))}


@given(copy=COPIES, before=ROWS, after=ROWS, elsewhere=ROWS)
def test_a_long_enough_copy_always_shares_a_fingerprint(
    copy: list[str], before: list[str], after: list[str], elsewhere: list[str]
) -> None:
    """Whatever stands around it in either text."""
    assert hashes_of(before + copy + after) & hashes_of(elsewhere + copy)


@given(ROWS)
def test_every_window_has_a_fingerprint(symbols: list[str]) -> None:
    """The chosen places are in order, none further from the next than a window."""
    hashes = gram_hashes(symbols)
    places = [place for _, place in fingerprints(hashes)]
    assert places == sorted(set(places))
    assert all(value == hashes[place] for value, place in fingerprints(hashes))
    if len(hashes) >= WINDOW:
        edges = [-1, *places, len(hashes)]
        assert all(b - a <= WINDOW for a, b in pairwise(edges))
    else:
        assert bool(places) == bool(hashes)


@given(
    before=ROWS, gram=st.lists(st.sampled_from("abc"), min_size=GRAM_LENGTH, max_size=GRAM_LENGTH)
)
def test_a_hash_depends_on_its_row_alone(before: list[str], gram: list[str]) -> None:
    """The rolling hash forgets what came before."""
    assert gram_hashes(before + gram)[-1] == gram_hashes(gram)[0]


@given(left=ROWS, right=ROWS, seeds=st.lists(st.tuples(st.integers(0, 79), st.integers(0, 79))))
def test_stretches_are_the_same_and_never_overlap(
    left: list[str], right: list[str], seeds: list[tuple[int, int]]
) -> None:
    """Whatever the seeds; tokens that are not the author's own are in none."""
    usable = [(a, b) for a, b in seeds if a < len(left) and b < len(right)]
    own = [index % 7 != 3 for index in range(len(left))]
    sides = Side(left, own), Side(right, [True] * len(right))
    seen_left: set[int] = set()
    seen_right: set[int] = set()
    for one in common_stretches(*sides, usable, 2):
        at_left = set(range(one.left, one.left + one.length))
        at_right = set(range(one.right, one.right + one.length))
        assert left[one.left : one.left + one.length] == right[one.right : one.right + one.length]
        assert all(own[index] for index in at_left)
        assert one.length >= 2
        assert not at_left & seen_left
        assert not at_right & seen_right
        seen_left |= at_left
        seen_right |= at_right
