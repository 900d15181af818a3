"""What hypothesis leaves to authors: lengths that are spread evenly, and examples in a row."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from hypothesis import example
from hypothesis import strategies as st

Test = TypeVar("Test", bound=Callable[..., Any])
Item = TypeVar("Item")
_INDICES = st.integers(0, 2**16)


def sequences(
    items: st.SearchStrategy[Item], least: int, most: int
) -> st.SearchStrategy[tuple[Item, ...]]:
    """Draw a length, then so many items: lists whose length is left open are short on average."""
    return (
        st.integers(least, most)
        .flatmap(lambda length: st.lists(items, min_size=length, max_size=length))
        .map(tuple)
    )


def bytes_of(sizes: st.SearchStrategy[int]) -> st.SearchStrategy[bytes]:
    """Draw a size, then so many bytes."""
    return sizes.flatmap(lambda size: st.binary(min_size=size, max_size=size))


def pick(draw: st.DrawFn, items: Sequence[Item]) -> Item:
    """Draw one of what is there only now.

    A number taken modulo the length: making a strategy for each trial costs more than the trial.
    """
    return items[draw(_INDICES) % len(items)]


def with_examples(*values: object) -> Callable[[Test], Test]:
    """Try these values of the test's last argument before drawn ones, in this order."""

    def mark(test: Test) -> Test:
        for value in reversed(values):
            test = example(value)(test)
        return test

    return mark
