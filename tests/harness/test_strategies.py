"""Strategies that authors share: even lengths, and values that are tried first."""

from collections import Counter
from typing import Any

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from harness.strategies import bytes_of, pick, sequences, with_examples

DRAWN = 400


def test_every_length_is_drawn_often() -> None:
    """The longest as well: none has less than a twentieth of all examples."""
    lengths: Counter[int] = Counter()

    @seed(0)
    @settings(max_examples=DRAWN, deadline=None, database=None)
    @given(items=sequences(st.integers(), 2, 6))
    def draw(items: tuple[int, ...]) -> None:
        lengths[len(items)] += 1

    draw()
    assert set(lengths) == {2, 3, 4, 5, 6}
    assert min(lengths.values()) * 20 > lengths.total()


@given(found=bytes_of(st.sampled_from((0, 3, 64))))
def test_bytes_have_one_of_the_sizes(found: bytes) -> None:
    """And no other one."""
    assert len(found) in (0, 3, 64)


@given(st.data())
def test_what_is_picked_is_one_of_the_items(data: Any) -> None:
    """Whatever there is just then."""
    items = data.draw(st.lists(st.integers(), min_size=1, max_size=5))
    assert pick(data.draw, items) in items


def test_examples_come_first_and_in_order() -> None:
    """For the last argument, whatever stands before it."""
    seen: list[int] = []

    @settings(max_examples=1, database=None)
    @with_examples(30, 20, 10)
    @given(value=st.integers(0, 9))
    def draw(_submission: object, value: int) -> None:
        seen.append(value)

    draw(object())
    assert seen[:3] == [30, 20, 10]
    assert len(seen) == 4
