"""On which line of a TOML text a key stands; for messages only, so a guess is good enough.

A path is made of keys and of indices of ``[[tables]]``. Keys inside an inline table or an array are
found at the line of the key that holds them.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence

KeyPath = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_DOTTED = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_DOTTED})\s*\]")
_KEY = re.compile(rf"\s*({_DOTTED})\s*=(.*)")
_POSITION = re.compile(r"\(at line (\d+), column \d+\)")
_QUOTES = ('"""', "'''")


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the number of the line of a path, or of what is nearest to it and holds it."""
    lines = _lines(text)
    for length in range(len(path), 0, -1):
        found = lines.get(tuple(path[:length]))
        if found is not None:
            return found
    return 1


def line_of_error(error: tomllib.TOMLDecodeError) -> int:
    """Return the line at which a text stops being TOML; 1 if the error does not say."""
    found = _POSITION.search(str(error))
    return int(found[1]) if found else 1


def _lines(text: str) -> Mapping[KeyPath, int]:
    found: dict[KeyPath, int] = {}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
        elif header := _HEADER.match(line):
            table = _table(header, counts)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
            closing = next((quote for quote in _QUOTES if key[2].count(quote) == 1), "")
    return found


def _table(header: re.Match[str], counts: dict[KeyPath, int]) -> KeyPath:
    """Return the path of a header; below the last of an array, where the table is one."""
    path: KeyPath = ()
    *above, last = _parts(header[2])
    for part in above:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, last)
    if header[1] == "[[":
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return path


def _parts(dotted: str) -> KeyPath:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
