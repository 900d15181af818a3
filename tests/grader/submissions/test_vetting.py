"""Checks on bytes."""

import pytest

from grader.submissions.vetting import MAX_SOLUTION_BYTES, fault_of, without_byte_order_mark

LARGEST = b"#" * MAX_SOLUTION_BYTES


@pytest.mark.parametrize(
    "source",
    [b"", b"x = 1\n", "# 王伟\r\n".encode(), b"\xef\xbb\xbfx = 1", b"not python (", LARGEST],
    ids=["empty", "plain", "chinese", "marked", "syntax-error", "largest"],
)
def test_text_in_utf8_is_taken(source: bytes) -> None:
    """Any UTF-8 text up to the limit is taken; whether it is Python is judged elsewhere."""
    assert fault_of(source) is None


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (LARGEST + b"#", "larger than 256 KiB"),
        (b"x = '\0'", "NUL byte at offset 5"),
        ("x = 1".encode("utf-16"), "UTF-16"),
        (b"# one\n# caf\xe9\n", "line 2 is not UTF-8"),
        ("# 王伟".encode("gb18030"), "line 1 is not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
    ],
    ids=["large", "nul", "utf-16", "latin-1", "gb18030", "surrogate"],
)
def test_everything_else_is_refused_with_its_reason(source: bytes, words: str) -> None:
    """The reason tells the student what to do."""
    assert words in (fault_of(source) or "")


def test_only_a_mark_at_the_start_is_removed() -> None:
    """The rest of the source stays as it was handed in."""
    mark = b"\xef\xbb\xbf"
    assert without_byte_order_mark(mark + b"x" + mark) == b"x" + mark
    assert without_byte_order_mark(b"x") == b"x"
