"""What a solution looks like to the comparison, and that no source can break it."""

import sys

from hypothesis import given
from hypothesis import strategies as st

from grader.similarity.tokens import MAX_TOKENS, fixed_names, tokens_of

HOSTILE = (
    "(" * 100_000,
    "-" * 200_000 + "1",
    "if 1:\n" + " if 1:\n" * 300,
    "x = '''never closed\n" * 50,
    "\x00\x0c\\\n",
    "def f(:\n\t pass\n  pass\n",
    "a = \u202e'x'\n",
    "x = 1\n" * 100_000,
)


def test_what_is_easily_changed_looks_the_same() -> None:
    """Names, numbers, texts, comments, docstrings, imports and layout."""
    one = 'import os\ndef area(width):\n    """Say it."""\n    return width * 3  # now\n'
    other = "from a import b\ndef flaeche( breite ):\n\n        return breite*7\n"
    assert tokens_of(one).symbols == tokens_of(other).symbols


def test_names_that_nobody_chooses_stay() -> None:
    """Keywords, builtins, methods of builtin types, and the names of the stub."""
    fixed = fixed_names("class Store:\n    def put(self, key): ...\n")
    source = "while store.put(sorted(row)): row.append(self)\n"
    assert tokens_of(source, fixed).symbols == (
        *("while", "name", ".", "put", "(", "sorted", "(", "name", ")", ")", ":"),
        *("name", ".", "append", "(", "name", ")"),
    )


def test_lines_are_those_of_the_source() -> None:
    """Each token knows its line, whatever was left out before it."""
    tokens = tokens_of('"""Text\nof two lines."""\n# more\nx = 1\n\ny = (2,\n 3)\n')
    assert tokens.lines == (4, 4, 4, 6, 6, 6, 6, 6, 7, 7)


def test_formatted_texts_are_texts() -> None:
    """A plain and a formatted text begin alike under every version of Python."""
    assert tokens_of('x = f"a"\n').symbols == tokens_of("x = 'b'\n").symbols


def test_no_source_breaks_it() -> None:
    """What is no Python gives what comes before the fault; the stack is not used up."""
    deep = sys.getrecursionlimit()
    for source in HOSTILE:
        assert len(tokens_of(source)) <= MAX_TOKENS
    assert sys.getrecursionlimit() == deep


@given(st.text())
def test_every_text_has_tokens(source: str) -> None:
    """As many lines as symbols, in order, none outside the text."""
    tokens = tokens_of(source)
    assert len(tokens.symbols) == len(tokens.lines)
    assert list(tokens.lines) == sorted(tokens.lines)
    assert all(1 <= line <= source.count("\n") + source.count("\r") + 1 for line in tokens.lines)
