"""The functions through which everything passes that a student caused."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.escape import (
    MAX_CELL_CHARACTERS,
    clean_text,
    csv_cell,
    file_stem,
    one_line,
    shorten,
)
from tests.grader.reports.hostile_texts import HOSTILE_TEXTS

texts = st.text() | st.sampled_from(HOSTILE_TEXTS)


@given(text=texts)
def test_clean_text_holds_nothing_that_steers_a_screen(text: str) -> None:
    """What is left is printable, a line end, a tab or a space of some width."""
    cleaned = clean_text(text)
    assert all(
        character.isprintable() or character in "\n\t" or unicodedata.category(character) == "Zs"
        for character in cleaned
    )
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("evil\u202egpj", "evil\\u202egpj"),
        ("\ud800", "\\ud800"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("a\tb\n", "a\tb\n"),
        ("王\u3000伟 José <b>&", "王\u3000伟 José <b>&"),
        ("Z" + "\u0334" * 9 + "!", "Z" + "\u0334" * 3 + "!"),
    ],
)
def test_clean_text_shows_codes_and_keeps_words(text: str, cleaned: str) -> None:
    """Codes are shown as Python would write them; ordinary text of any language is untouched."""
    assert clean_text(text) == cleaned


@given(text=texts, characters=st.integers(1, 50), lines=st.integers(1, 5))
def test_shorten_limits_characters_and_lines(text: str, characters: int, lines: int) -> None:
    """A text within the limits is untouched; a longer one says what is missing."""
    short = shorten(text, characters, lines)
    if len(text) <= characters and text.count("\n") < lines:
        assert short == text
    else:
        kept, _, note = short.rpartition("\n")
        assert text.startswith(kept)
        assert len(kept) <= characters
        assert kept.count("\n") < lines
        assert note == f"… ({len(text) - len(kept)} more characters)"


@given(text=texts, characters=st.integers(1, 50))
def test_one_line_is_one_short_line(text: str, characters: int) -> None:
    """No line end or tab is left, and what was cut ends in an ellipsis."""
    line = one_line(text, characters)
    assert not set("\n\r\t\x85\u2028") & set(line)
    if len(text) > characters:
        assert line.endswith("…")


@given(text=texts)
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    """No cell begins as spreadsheets' formulas do, and none is long or of several lines."""
    cell = csv_cell(text)
    assert not re.match(r"\s*[=+\-@\t\r＝＋－＠]", cell)  # noqa: RUF001 - as the function
    assert "\n" not in cell
    assert len(cell) <= MAX_CELL_CHARACTERS * len("\\U00000000")


def test_an_ordinary_cell_is_untouched() -> None:
    """Only what could be evaluated gets an apostrophe."""
    assert csv_cell("O'Neill, Aoife = 王") == "O'Neill, Aoife = 王"
    assert csv_cell("=1+1") == "'=1+1"


@given(names=st.lists(texts, unique=True))
def test_file_stems_are_safe_and_distinct(names: list[str]) -> None:
    """Lower-case letters, digits and hyphens only, short, and one for each student."""
    stems = [file_stem(name) for name in names]
    assert len(set(stems)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", stem) for stem in stems)
    assert all(len(stem) <= 60 for stem in stems)


def test_file_stems_can_be_recognised() -> None:
    """What can be written in ASCII of a name is kept."""
    assert file_stem("José O'Neill").startswith("jose-o-neill-")
    assert file_stem("王伟").startswith("student-")
