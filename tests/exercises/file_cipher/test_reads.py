"""The ways of using a file, and what a chunk size costs."""

from random import Random

import pytest

from exercises.file_cipher.tests import model
from exercises.file_cipher.tests.model import Secret
from exercises.file_cipher.workloads.reads import (
    FAMILIES,
    LEGAL_SIZES,
    READS_A_SAMPLE,
    Family,
    cost,
    short_reads,
)


def test_legal_sizes_are_those_of_the_format() -> None:
    """From 64 to 65536, each twice the one before."""
    assert tuple(2**exponent for exponent in range(6, 17)) == LEGAL_SIZES


def test_cost_counts_what_the_container_holds() -> None:
    """The formula agrees with chunks that were really built."""
    text = model.numbered_text("A", 1000)
    reads = [(0, 1), (63, 2), (900, 100), (128, 512)]
    for size in (64, 128, 1024):
        container = model.encrypt(Secret(bytes(32)), b"A: nineteen bytes..", size, text)
        fetched = sum(container.least_bytes(*one) for one in reads)
        tags = len(container.stored) - 24 - len(text)
        assert cost(1000, 0, reads, size) == fetched
        assert cost(1000, 3, reads, size) == fetched + 3 * tags


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_reads_of_a_family_lie_in_the_file(family: Family) -> None:
    """As the stub promises of a sample; equal seeds give equal reads."""
    reads = family.draw(Random(1))
    assert len(reads) == READS_A_SAMPLE
    assert all(at >= 0 and at + length <= family.file_size for at, length in reads)
    assert all(1 <= length <= max(family.lengths) for _, length in reads)
    assert reads == family.draw(Random(1))


def test_one_size_for_all_families_costs_too_much() -> None:
    """The best constant earns nothing: a choice has to look at the sample."""
    randomness = Random(1)
    drawn = [family.draw(randomness) for family in FAMILIES]
    means = []
    for size in LEGAL_SIZES:
        ratios = []
        for family, reads in zip(FAMILIES, drawn, strict=True):
            costs = [
                cost(family.file_size, family.storage_weight, reads, one) for one in LEGAL_SIZES
            ]
            ratios.append(costs[LEGAL_SIZES.index(size)] / min(costs))
        means.append(sum(ratios) / len(ratios))
    assert min(means) >= 1.4
    assert LEGAL_SIZES[means.index(min(means))] == 256


def test_short_reads_begin_inside_the_file() -> None:
    """Some of them go beyond its end."""
    reads = short_reads(Random(1), 100, 200, 30)
    assert all(0 <= at < 100 and 1 <= length <= 30 for at, length in reads)
    assert any(at + length > 100 for at, length in reads)
