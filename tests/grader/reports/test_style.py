"""The colours of the pages."""

import re
from importlib.resources import files

import pytest

CSS = files("grader.reports").joinpath("templates/style.css").read_text(encoding="utf-8")


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of the light, the dark and the printed page by name."""
    found = [
        dict(re.findall(r"--(\w+):\s*(#[0-9a-f]+);", block))
        for block in re.findall(r":root \{([^}]*)\}", CSS)
    ]
    return dict(zip(("light", "dark", "print"), found, strict=True))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definition)."""
    digits = colour[1:]
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_text_and_bars_stand_out(theme: str) -> None:
    """Text has the contrast that WCAG AA asks for (4.5), drawings theirs (3), in every theme."""
    colours = palettes()[theme]
    for ink in ("ink", "quiet", "accent", "loss"):
        assert contrast(colours[ink], colours["paper"]) >= 4.5
    assert contrast(colours["ink"], colours["code"]) >= 4.5
    for bar in ("accent", "loss"):
        assert contrast(colours[bar], colours["track"]) >= 3


def test_nothing_is_fetched() -> None:
    """The style needs no font and no picture from anywhere."""
    assert "url(" not in CSS
    assert "@import" not in CSS
