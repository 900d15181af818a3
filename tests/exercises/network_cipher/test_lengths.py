"""Traffic by its lengths, and what padding costs."""

from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest

from exercises.network_cipher.stub.solution import MAX_PADDED
from exercises.network_cipher.workloads.lengths import (
    RECORDS,
    WORKLOADS,
    cost,
    entropy_bits,
    least_cost,
)


@pytest.mark.parametrize("draw", WORKLOADS.values(), ids=list(WORKLOADS))
def test_traffic_is_legal_and_repeatable(draw: Callable[[Random], list[int]]) -> None:
    """The same seed gives the same lengths, all of which can be sent."""
    lengths = draw(Random(1))
    assert lengths == draw(Random(1))
    assert lengths != draw(Random(2))
    assert len(lengths) == RECORDS
    assert all(1 <= length <= MAX_PADDED for length in lengths)


@pytest.mark.parametrize(("values", "bits"), [([5, 5, 5], 0.0), ([1, 2], 1.0), ([1, 1, 2, 3], 1.5)])
def test_entropy_counts_bits(values: list[int], bits: float) -> None:
    """One length tells nothing, two equally frequent ones tell a bit."""
    assert entropy_bits(values) == pytest.approx(bits)


def test_cost_is_bytes_added_and_bits_told() -> None:
    """As in the handout's formula, by hand."""
    assert cost([48, 148], [148, 148]) == pytest.approx(400 / 300 - 1)
    assert cost([48, 148], [48, 148]) == pytest.approx(0.1)


def test_the_least_cost_is_that_of_the_best_grouping() -> None:
    """Dynamic programming finds what trying all groupings finds."""
    lengths = [1, 1, 1, 40, 41, 300, 300, 301, 302, 1448]
    distinct = sorted(set(lengths))
    costs = []
    for count in range(len(distinct)):
        for chosen in combinations(distinct[:-1], count):
            tops = (*chosen, distinct[-1])
            padded = [min(top for top in tops if top >= length) for length in lengths]
            costs.append(cost(lengths, padded))
    assert least_cost(lengths) == pytest.approx(min(costs))
