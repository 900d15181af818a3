"""A solution as a row of tokens in which what is easily changed looks the same.

Layout, comments, docstrings and imports are left out; names that the author chose, numbers and texts
each become one symbol. Names that nobody can choose (keywords, builtins, methods of the builtin
types, the names of the stub) stay: they tell one solution from another. Only the tokenizer of the
standard library sees the source: it needs no stack and ends at what is no Python.
"""

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

MAX_TOKENS = 20_000
"""What is read of one file; an honest solution has some 2,000."""

_CHOSEN_NAME, _NUMBER, _TEXT = "name", "0", "''"
_LAYOUT = {tokenize.NL, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
# Python 3.12 gives an f-string in pieces; its end and the text between say nothing more.
_TEXT_STARTS = {tokenize.STRING, getattr(tokenize, "FSTRING_START", -1)}
_TEXT_REST = {getattr(tokenize, "FSTRING_MIDDLE", -1), getattr(tokenize, "FSTRING_END", -1)}
_BUILTIN_TYPES = (bool, int, float, str, bytes, bytearray, list, tuple, dict, set, frozenset)
_FIXED_NAMES = frozenset(
    {
        *keyword.kwlist,
        *keyword.softkwlist,
        *dir(builtins),
        *(name for kind in _BUILTIN_TYPES for name in dir(kind)),
    }
)
_SELF = {"self", "cls"}
_TOKENIZER_ERRORS = (tokenize.TokenError, SyntaxError, UnicodeError)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The symbols of a solution and, for each, the line that it is on, counted from 1."""

    symbols: tuple[str, ...]
    lines: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.symbols)


def fixed_names(stub: str) -> frozenset[str]:
    """Return the names that stay: nobody's own, or given by the stub."""
    of_stub = {item.string for item in _raw_tokens(stub) if item.type == tokenize.NAME}
    return _FIXED_NAMES | (of_stub - _SELF)


def tokens_of(source: str, fixed: frozenset[str] = _FIXED_NAMES) -> Tokens:
    """Return the tokens of a source; of one that is no Python, those before the fault."""
    symbols: list[str] = []
    lines: list[int] = []
    for logical_line in _logical_lines(source):
        if _says_nothing(logical_line):
            continue
        for item in logical_line:
            symbols.append(_symbol(item, fixed))
            lines.append(item.start[0])
        if len(symbols) >= MAX_TOKENS:
            break
    return Tokens(tuple(symbols[:MAX_TOKENS]), tuple(lines[:MAX_TOKENS]))


def _raw_tokens(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except _TOKENIZER_ERRORS:
        return


def _logical_lines(source: str) -> Iterator[list[tokenize.TokenInfo]]:
    line: list[tokenize.TokenInfo] = []
    for item in _raw_tokens(source):
        if item.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
            yield line
            line = []
        elif item.type not in _LAYOUT and item.type not in _TEXT_REST:
            line.append(item)
    yield line


def _says_nothing(line: list[tokenize.TokenInfo]) -> bool:
    """Return whether it is empty, a docstring or an import."""
    if not line:
        return True
    return line[0].string in ("import", "from") or all(item.type in _TEXT_STARTS for item in line)


def _symbol(item: tokenize.TokenInfo, fixed: frozenset[str]) -> str:
    if item.type == tokenize.NUMBER:
        return _NUMBER
    if item.type in _TEXT_STARTS:
        return _TEXT
    if item.type == tokenize.NAME and (item.string in _SELF or item.string not in fixed):
        return _CHOSEN_NAME
    return item.string
