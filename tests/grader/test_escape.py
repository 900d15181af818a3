"""The functions through which everything passes that a student caused."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grader.escape import (
    MAX_CELL_CHARACTERS,
    clean_text,
    csv_cell,
    file_stem,
    markdown_block,
    markdown_line,
    one_line,
    shorten,
)
from tests.grader.hostile_texts import HOSTILE_TEXTS

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


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
marks = st.text(st.sampled_from("\\`*_[]()<>&|~#$:@!+-.=1a \n"))


def words_of(markdown: str) -> tuple[list[str], str]:
    """Return the kinds of everything in a document, but for text, and its text."""
    kinds, words = [], ""
    for token in MARKDOWN.parse(markdown):
        if token.type == "inline":
            inner = token.children or []
            kinds += [one.type for one in inner if one.type not in {"text", "text_special"}]
            words += "".join(one.content for one in inner)
        else:
            kinds.append(token.type)
    return kinds, words


@given(text=texts | marks)
def test_markdown_shows_a_line_as_it_is(text: str) -> None:
    """CommonMark makes one paragraph of it, without any markup, and gives the very text back."""
    line = one_line(text).strip()
    if line:
        assert words_of(markdown_line(text)) == (["paragraph_open", "paragraph_close"], line)


@given(text=texts | marks)
def test_markdown_keeps_a_line_in_its_cell(text: str) -> None:
    """A row of a table has the cells that it was given, whatever stands in them."""
    harmless, _ = words_of("| a | b |\n|---|---|\n| x | y |")
    cell = markdown_line(text)
    assert words_of(f"| a | b |\n|---|---|\n| {cell} | y |") == (
        harmless,
        f"ab{one_line(text).strip()}y",
    )


@given(text=texts | marks)
def test_markdown_blocks_end_where_they_should(text: str) -> None:
    """No run of backticks in a text ends its block."""
    tokens = MARKDOWN.parse(f"{markdown_block(text)}\n\nafter")
    assert [token.type for token in tokens] == [
        "fence",
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert tokens[0].content == clean_text(shorten(text)) + "\n"


@pytest.mark.parametrize(
    "text", ["http://example.org", "www.example.org", "##[error]x", "::notice::x"]
)
def test_github_makes_no_link_of_a_line(text: str) -> None:
    """What GitHub links by itself, or a runner obeys, is broken by a backslash."""
    assert "\\" in markdown_line(text)
    assert text not in markdown_line(text)
