"""Checks on a solution's bytes, before anything else is done with it.

Nothing here parses the code: a parser can be made to run out of memory or of stack, and what it
says is the guest's business.
"""

import codecs

MAX_SOLUTION_BYTES = 256 * 1024
"""The largest solution that is taken; an honest one has some 10 KiB."""


def fault_of(source: bytes) -> str | None:
    """Return why a solution can not be taken, for its student to read; None if it can."""
    if len(source) > MAX_SOLUTION_BYTES:
        return f"the file is larger than {MAX_SOLUTION_BYTES // 1024} KiB"
    if source.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "the file is UTF-16: save it as UTF-8"
    if b"\0" in source:
        return f"the file has a NUL byte at offset {source.index(0)}: it is not a text file"
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        return f"line {line} is not UTF-8: save the file as UTF-8"
    return None


def without_byte_order_mark(source: bytes) -> bytes:
    """Return the source without the mark that some editors put in front of UTF-8."""
    return source.removeprefix(codecs.BOM_UTF8)
