"""Numbers and verdicts in words."""

import pytest

from grader.reports.wording import (
    VERDICT_SENTENCES,
    VERDICT_WORDS,
    counted,
    figure_text,
    points_text,
)
from harness.outcomes import Verdict


@pytest.mark.parametrize(
    ("points", "text"), [(0, "0"), (12.0, "12"), (5.5, "5.5"), (16.104, "16.1"), (100, "100")]
)
def test_points_have_no_needless_zeros(points: float, text: str) -> None:
    """Hundredths are shown where there are any."""
    assert points_text(points) == text


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (0.0, "0"),
        (0.123456, "0.1235"),
        (-17.0, "-17"),
        (123456.7, "123,457"),
        (1e300, "1e+300"),
        (1e-9, "1e-09"),
    ],
)
def test_figures_are_short(figure: float, text: str) -> None:
    """Four digits, whole numbers in full, very large ones as powers."""
    assert figure_text(figure) == text


def test_every_verdict_has_its_words() -> None:
    """A new verdict can not be forgotten."""
    assert set(VERDICT_WORDS) == set(VERDICT_SENTENCES) == set(Verdict)


def test_one_is_singular() -> None:
    """Nouns follow their number."""
    assert [counted(number, "student") for number in (0, 1, 2)] == [
        "0 students",
        "1 student",
        "2 students",
    ]
    assert counted(2, "property", "properties") == "2 properties"
