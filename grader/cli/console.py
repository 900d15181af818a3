"""The terminal: results on standard output, everything else on standard error.

What a student made is shown only through ``plain``: no control characters, no markup.
"""

import json
import os
import sys
import unicodedata
from typing import Any

from rich.console import Console
from rich.text import Text

_FILE_COLUMNS = 160
"""A file or a pipe has no width of its own; tables are not to be cut to that of a small terminal."""
_has_width = sys.stdout.isatty() or "COLUMNS" in os.environ

out = Console(width=None if _has_width else _FILE_COLUMNS, highlight=False)
err = Console(stderr=True, highlight=False)

_MAX_TEXT = 6000
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


def plain(text: str, style: str = "") -> Text:
    """Return foreign text that can only be read: escapes, bidi and control characters are shown."""
    if len(text) > _MAX_TEXT:
        text = f"{text[:_MAX_TEXT]} ... ({len(text) - _MAX_TEXT} more characters)"
    return Text("".join(map(_visible, text)), style=style)


def _visible(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in _HIDDEN:
        return character
    return "    " if character == "\t" else _escaped(character)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else ascii(character)[1:-1]  # noqa: PLR2004 - a byte


def print_json(data: Any) -> None:
    """Write one JSON object on a line of its own, in ASCII: a terminal may be reading."""
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()
