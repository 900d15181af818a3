"""The bytes of a table that some spreadsheet wrote, as text: encoding and delimiter are guessed."""

import codecs

MAX_ROSTER_BYTES = 8 * 2**20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(content: bytes) -> tuple[str, str]:
    """Return the text and the name of the encoding if it had to be guessed.

    UTF-8, or UTF-16 with a mark. Else it is what a spreadsheet on Windows writes: GB18030 if all
    is well-formed GB 2312 (there a letter of Western Europe alone never is), or code page 1252.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), ""
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        content.decode("gb2312")
        return content.decode("gb18030"), "GB18030"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "Windows-1252"


def delimiter_of(text: str) -> str:
    """Return what separates the cells of the first line: a comma, semicolon or tab."""
    first, is_quoted = text.lstrip("\r\n").partition("\n")[0], False
    counts = dict.fromkeys(",;\t", 0)
    for character in first:
        if character == '"':
            is_quoted = not is_quoted
        elif not is_quoted and character in counts:
            counts[character] += 1
    return max(counts, key=lambda one: counts[one])
