"""Growth: the exponent of any power law is found, whatever the unit; noise of the least kind counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.benchmarks.growth import fit_exponent, least_costs

SIZES = [100, 200, 400, 800]
exponents = st.floats(-1, 3)
factors = st.floats(1e-9, 1e9)


@given(exponent=exponents, factor=factors)
def test_a_power_law_gives_its_exponent(exponent: float, factor: float) -> None:
    """Exactly, and whatever the unit of the costs."""
    costs = [factor * size**exponent for size in SIZES]
    assert fit_exponent(SIZES, costs) == pytest.approx(exponent, abs=1e-6)


@given(exponent=exponents, noise=st.lists(st.floats(1, 1.2), min_size=4, max_size=4))
def test_noise_moves_it_little(exponent: float, noise: list[float]) -> None:
    """A fifth more at any size changes the exponent by less than it takes to mistake n for log n."""
    costs = [size**exponent * more for size, more in zip(SIZES, noise, strict=True)]
    assert abs(fit_exponent(SIZES, costs) - exponent) < 0.2


def test_linear_and_logarithmic_are_far_apart() -> None:
    """That is why an exponent can be scored."""
    linear = fit_exponent(SIZES, [float(size) for size in SIZES])
    logarithmic = fit_exponent(SIZES, [math.log2(size) for size in SIZES])
    assert linear == pytest.approx(1)
    assert logarithmic < 0.3


def test_the_least_of_interleaved_measurements_counts() -> None:
    """All sizes are measured once before any is measured again."""
    asked: list[int] = []

    def measure(size: int) -> float:
        asked.append(size)
        return size * (3 if len(asked) <= 2 else 1)

    assert least_costs([10, 20], measure, repeats=3) == [10, 20]
    assert asked == [10, 20] * 3
