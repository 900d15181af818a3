"""Strategies: starting balances and histories of amounts, some of which must be refused."""

from hypothesis import settings
from hypothesis import strategies as st

FEW_TRIALS = settings(max_examples=10)
"""The corpus judges hundreds of submissions; ten trials meet every rule of a ledger."""

starts = st.integers(min_value=0, max_value=100)
amounts = st.integers(min_value=-60, max_value=60)


def histories(least: int = 1, most: int = 12) -> st.SearchStrategy[list[int]]:
    """Return a strategy of lists whose length is drawn evenly, not short on average."""
    return st.integers(least, most).flatmap(
        lambda length: st.lists(amounts, min_size=length, max_size=length)
    )
