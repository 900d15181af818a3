"""The summary as a reader of Markdown sees it (markdown-it-py, CommonMark with tables)."""

import pytest
from markdown_it import MarkdownIt

from grader.exports.markdown import markdown_page
from tests.grader.exports.hostile_grades import TEXTS, hostile_grade
from tests.grader.sample_grades import failed, sample_grade, sample_manifest

READER = MarkdownIt("commonmark").enable("table")


@pytest.mark.parametrize("text", TEXTS)
def test_what_a_student_caused_is_only_ever_in_fenced_blocks(text: str) -> None:
    """The page has the headings, tables and blocks of an honest one, and no link, image or HTML."""
    page = READER.parse(markdown_page(hostile_grade(text), sample_manifest()))
    kinds = [token.type for token in page]
    assert kinds.count("heading_open") == 1 + 4
    assert kinds.count("table_open") == 2
    assert kinds.count("fence") == 4
    assert "html_block" not in kinds
    inline = {child.type for token in page for child in token.children or ()}
    assert inline <= {"text", "text_special", "softbreak"}


def test_the_page_says_what_was_lost_and_why() -> None:
    """Points by part and property, claim, message, calls, and what to read."""
    page = markdown_page(sample_grade("ada", failed("claims-are-kept")), sample_manifest())
    assert "| mechanism | 16 | 28 |" in page
    assert "| ❌ | M2 claims-are-kept | 0 | 12 |" in page
    assert "Nobody is given memory that another transaction has claimed." in page
    assert "allocator.free(second)" in page
    assert "Read: Step 9: claims." in page


def test_the_page_is_cut_to_its_limit() -> None:
    """By its texts; the points stay."""
    long = [failed(row.id, message="é" * 50_000) for row in sample_manifest().properties]
    page = markdown_page(sample_grade("ada", *long), sample_manifest(), limit_bytes=9_000)
    assert len(page.encode()) <= 9_000
    assert "| mechanism | 0 | 28 |" in page
